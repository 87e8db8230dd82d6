import { basename } from "node:path";
import { isFile } from "../host/files.js";
import { readCardFile } from "./card-file.js";
import { completeCard, type CardFile, type ModelCard } from "./card.js";
import { presetCard, withPreset } from "./presets.js";

/** What the user said about the model. */
export interface CardRequest {
  readonly model: string;
  readonly preset?: string;
  /** Path of a card file. */
  readonly card?: string;
  /** Told which card was taken where the user named none, and whether it is unchecked. */
  readonly note: (text: string) => void;
}

/**
 * The card of a model: --card, else --preset, else the card that lies beside the model (`model.card.json`, or a
 * `model.json` that is a card), else the preset magface. A preset beside a --card fills what the card leaves out.
 *
 * @throws UserError for an unknown preset or a faulty card, with its place
 */
export async function resolveCard({ model, preset, card, note }: CardRequest): Promise<ModelCard> {
  const chosen = await chooseCard(model, preset, card, note);
  if (chosen.unchecked) note(`preset "${chosen.name}": its preprocessing was not checked against the model's own code`);
  return chosen;
}

async function chooseCard(
  model: string,
  preset: string | undefined,
  path: string | undefined,
  note: (text: string) => void,
): Promise<ModelCard> {
  if (path !== undefined) {
    const file = await readCardFile(path);
    return completeCard(withPreset(preset === undefined ? file : { preset, ...file }, path), path, stem(path));
  }
  if (preset !== undefined) return presetCard(preset);
  const beside = await cardBeside(model);
  if (beside) {
    note(`card: ${beside.path}`);
    return completeCard(withPreset(beside.file, beside.path), beside.path, stem(beside.path));
  }
  note('no --preset, no --card and no card beside the model: taking preset "magface" (BGR, x / 255)');
  return presetCard("magface");
}

const stem = (path: string): string => basename(path).replace(/(\.card)?\.json$/i, "");

async function cardBeside(model: string): Promise<{ path: string; file: CardFile } | null> {
  const trunk = model.replace(/\.onnx$/i, "");
  const own = `${trunk}.card.json`;
  if (isFile(own)) return { path: own, file: await readCardFile(own) };
  const plain = `${trunk}.json`;
  if (plain === model || !isFile(plain)) return null;
  // Other tools keep their settings in model.json too: only one that speaks of presets or channels is ours.
  const file = await readCardFile(plain, ["preset", "channels"]);
  return file && { path: plain, file };
}
