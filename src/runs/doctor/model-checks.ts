import { basename } from "node:path";
import { readDataSet, type DataSet } from "../../dataset/data-sets.js";
import { resolveCard } from "../../embed/card-choice.js";
import type { ModelCard } from "../../embed/card.js";
import { printValues } from "../../embed/model-plan.js";
import { presetCard } from "../../embed/presets.js";
import { samplePairs } from "../../embed/self-check.js";
import { coreCount } from "../../host/pool.js";
import type { Check } from "../../report/checkup.js";
import type { ImageRef, PairList } from "../../types.js";
import { check, fail, none, ok, warn, type Aside, type Said } from "./check.js";
import { fittingPresets, misfit, pixelsOf, presetByName, presetsOf } from "./model-family.js";
import type { ModelAnswer } from "./model-worker.js";
import type { PixelsAnswer, PixelsTask } from "./pixels-worker.js";

const group = "model";

/** A model to try, and how it wants its pixels. */
export interface ModelQuestion {
  readonly model: string;
  readonly preset?: string;
  readonly card?: string;
}

export interface ModelFound {
  readonly checks: readonly Check[];
  /** Its card where the model can be run by it. */
  readonly card: ModelCard | null;
}

/** A model and its card: what it takes and gives, and whether the card fits. @throws UserError for an unknown preset or a faulty card */
export async function modelChecks(question: ModelQuestion, aside: Aside): Promise<ModelFound> {
  const { model } = question;
  const notes: string[] = [];
  const card = await resolveCard({ ...question, note: (text) => notes.push(text) });
  const outcome = await aside<{ model: string }, ModelAnswer>("model", { model });
  const file = await check(group, basename(model), () =>
    "fault" in outcome
      ? fail(outcome.fault)
      : ok(`takes ${printValues(outcome.answer.inputs)}, gives ${printValues(outcome.answer.outputs)}`),
  );
  if ("fault" in outcome) return { checks: [file], card: null };
  const wrong = misfit(model, outcome.answer, card);
  const fitting = fittingPresets(model, outcome.answer);
  const chosen = { named: question.preset ?? question.card, beside: notes.find((note) => note.startsWith("card: ")) };
  const fits = await check(group, "card", () => judgeCard(model, card, chosen, wrong, fitting));
  if (wrong !== null) return { checks: [file, fits], card: null };
  const said = chosen.named !== undefined || chosen.beside !== undefined;
  const likely = await check(group, "preset", () => judgePreset(model, said ? card : null, fitting));
  return { checks: [file, fits, likely], card };
}

/** @param chosen what the command line names, and the note on a card beside the model */
function judgeCard(
  model: string,
  card: ModelCard,
  { named, beside }: { readonly named?: string; readonly beside?: string },
  wrong: string | null,
  fitting: readonly string[],
): Said {
  const pixels = `${card.width}x${card.height} ${pixelsOf(card)}, flip ${card.flip}`;
  if (wrong !== null)
    return fail(
      wrong,
      fitting.length > 0 ? `presets that fit: ${fitting.join(", ")}` : "write a card (README, Preprocessing)",
    );
  if (named !== undefined) return ok(`${basename(named)}: ${pixels}`);
  if (beside !== undefined) return ok(`${basename(beside)}: ${pixels}`);
  const says = `none beside it and no --preset: runs would take preset magface (${pixels})`;
  const likely = presetByName(basename(model));
  if (likely === "magface") return ok(`${says}, which its name speaks of too`);
  return warn(
    says,
    likely === null ? "say how it wants its pixels: --preset or --card" : `its name speaks of --preset ${likely}`,
  );
}

/** What shapes and name say of the preset, against the card where there is one. */
function judgePreset(model: string, card: ModelCard | null, fitting: readonly string[]): Said {
  const likely = presetByName(basename(model));
  const shapes = fitting.length === 0 ? "no preset fits its shapes" : `${fitting.length} presets fit its shapes`;
  if (likely === null) return none(`${shapes} (${fitting.join(", ")}), its name speaks of none`);
  if (!fitting.includes(likely)) return none(`${shapes}; its name speaks of ${likely}, which does not fit`);
  if (card === null) return none(`${shapes}; its name speaks of ${likely}`);
  const [theirs, ours] = [pixelsOf(presetCard(likely)), pixelsOf(card)];
  return theirs === ours
    ? ok(`${shapes}; its name speaks of ${likely}, whose pixels the card feeds`)
    : warn(
        `its name speaks of ${likely} (${theirs}), the card feeds ${ours}`,
        `if it is one of those: --preset ${likely}`,
      );
}

/** Pairs of each kind that pixels are tried on. */
const eachKind = 64;

/** Whether other pixels than the card's separate the pairs of a data set clearly better. */
export const pixelsCheck = (
  { model, card }: { readonly model: string; readonly card: ModelCard },
  set: DataSet,
  aside: Aside,
): Promise<Check> =>
  check(group, "pixels", async () => {
    const { pairs, images } = await readDataSet(set);
    const task = { model, card, threads: coreCount(), ...someOf(pairs, images) };
    const outcome = await aside<PixelsTask, PixelsAnswer | null>("pixels", task, 600);
    if ("fault" in outcome) return fail(outcome.fault);
    const { answer } = outcome;
    const { name } = set.protocol;
    if (answer === null)
      return none(`not tried: ${name} has too few pairs of aligned ${card.width}x${card.height} faces`);
    const [own, ...others] = answer.results;
    const best = others.reduce((a, b) => (b.separation > a.separation ? b : a));
    const figures = `d' ${own.separation.toFixed(2)} on pairs of ${name}`;
    if (answer.warning === null)
      return ok(`no other way tried separates clearly better than ${own.label} (${figures})`);
    const presets = presetsOf(best.label, card);
    const remedy = `try ${presets.length > 0 ? presets.map((preset) => `--preset ${preset}`).join(" or ") : "a card"} (${best.label})`;
    return warn(answer.warning, remedy);
  });

/** The pairs of a list that are tried, with their images alone: the whole list would be copied to the process. */
function someOf(pairs: PairList, images: readonly ImageRef[]): { pairs: PairList; images: ImageRef[] } {
  const { genuine, impostor } = samplePairs(pairs, eachKind);
  const sides = [...genuine, ...impostor];
  const places = [...new Set(sides.flat())].sort((a, b) => a - b);
  const placeOf = new Map(places.map((place, at) => [place, at]));
  const side = (which: 0 | 1) => Uint32Array.from(sides, (pair) => placeOf.get(pair[which])!);
  return {
    images: places.map((place) => images[place]),
    pairs: {
      ...{ names: places.map((place) => pairs.names[place]), left: side(0), right: side(1) },
      ...{ genuine: Uint8Array.from(sides, (_, at) => Number(at < genuine.length)) },
      ...{ fold: null, subjects: null, source: pairs.source },
    },
  };
}
