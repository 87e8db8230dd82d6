// What this machine can do, and what is wrong with it, with the data and with a model.
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { resolveCard } from "../embed/card-choice.js";
import type { ModelCard } from "../embed/card.js";
import type { Check } from "../report/checkup.js";
import type { Io } from "../types.js";
import { openAside } from "./doctor/check.js";
import { dataChecks } from "./doctor/data-checks.js";
import { diskChecks } from "./doctor/disk-checks.js";
import { machineChecks, pictureChecks } from "./doctor/machine-checks.js";
import { modelChecks, pixelsCheck, type ModelQuestion } from "./doctor/model-checks.js";
import { providerChecks } from "./doctor/provider-checks.js";

export interface DoctorRequest {
  readonly cache: string;
  /** Folder that results would go to. */
  readonly out: string;
  /** Folders of data sets, or .bin files. */
  readonly data: readonly string[];
  readonly model: ModelQuestion | null;
}

const tinyModel = fileURLToPath(new URL("../../fixtures/magface-tiny.onnx", import.meta.url));

/**
 * Tries everything. What may crash runs in processes of its own, and what a check finds wrong is its answer.
 *
 * @throws UserError for an unknown preset or a faulty card; Interrupted
 */
export async function runDoctor(request: DoctorRequest, io: Io): Promise<Check[]> {
  const aside = openAside(io.signal);
  const about = request.model === null ? null : await modelChecks(request.model, aside);
  const checks = await Promise.all([...machineChecks(aside), ...diskChecks(request, aside)]);
  checks.push(...(await pictureChecks(aside)));
  checks.push(...(await providerChecks(await runnableModel(request, about?.card ?? null), aside)));
  const found = [];
  for (const path of request.data) found.push(await dataChecks(path));
  checks.push(...found.flatMap((each) => each.checks), ...(about?.checks ?? []));
  const [set] = found.flatMap(({ sound }) => sound);
  if (request.model !== null && about?.card && set)
    checks.push(await pixelsCheck({ model: request.model.model, card: about.card }, set, aside));
  return checks;
}

/** The user's model where it runs, else the small one that comes along. */
async function runnableModel({ model }: DoctorRequest, card: ModelCard | null) {
  if (model !== null && card !== null) return { path: model.model, name: basename(model.model), card };
  const own = await resolveCard({ model: tinyModel, note: () => undefined });
  return { path: tinyModel, name: basename(tinyModel), card: own };
}
