// The demo's part on templates: does weighing by magnitude help?
import { join } from "node:path";
import { UserError } from "../errors.js";
import { readLandmarks } from "../dataset/landmarks.js";
import { comparePoolings } from "../evaluate/template-study.js";
import { readTemplateImages } from "../protocol/template-images.js";
import { readTemplatePairs } from "../protocol/template-pairs.js";
import { templateRows } from "../protocol/template-rows.js";
import type { Io } from "../types.js";
import { percent, range, type Finding } from "./demo-finding.js";
import { embedAll, type ModelRequest } from "./model-vectors.js";

const far = 1e-3;
const replicates = 400;

/** TAR of magnitude-weighted against plain pooling on a drawn template set. */
export async function poolingFinding(request: ModelRequest, folder: string, seed: number, io: Io): Promise<Finding> {
  const { names, numbers, templateOf, mediumOf } = readTemplateImages(join(folder, "meta/ijbc_face_tid_mid.txt"));
  const [pairs] = await readTemplatePairs(join(folder, "meta/ijbc_template_pair_label.txt"), templateRows(numbers), 1);
  const points = readLandmarks(join(folder, "meta/ijbc_name_5pts_score.txt"));
  const images = Array.from({ length: names.count }, (_, image) => {
    const name = names.at(image);
    return { name, path: join(folder, "loose_crop", name), landmarks: points.get(name) };
  });
  const { embedded } = await embedAll(request, images, null, io);
  const [failure] = embedded.failed.values();
  if (failure) throw new UserError(`${failure.name}: ${failure.reason}`);
  const found = comparePoolings(
    embedded.matrix,
    { template: templateOf, medium: mediumOf },
    pairs,
    far,
    replicates,
    seed,
  );
  return {
    what: "TAR gained by weighing templates with magnitude",
    value: percent(found.difference),
    interval: range(found.differenceInterval, percent),
    how: `FAR 1e-3: ${percent(found.plain)} plain, ${percent(found.weighted)} weighted; paired bootstrap`,
  };
}
