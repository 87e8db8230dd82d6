// Where the files of an IJB release are in a data folder.
import { join } from "node:path";
import { UserError } from "../errors.js";
import { isFile, isFolder } from "../host/files.js";

export type TemplateSet = "ijbb" | "ijbc";

/** Paths of what was found; null = not there. */
export interface TemplateFolder {
  readonly images: string;
  readonly pairs: string | null;
  readonly points: string | null;
  /** Galleries by name, as far as both are there. */
  readonly galleries: readonly { readonly name: string; readonly path: string }[];
  readonly probes: string | null;
  /** MagFace's list of aligned crops. */
  readonly imageList: string | null;
  /** Folder with the pictures. */
  readonly crops: string | null;
}

const galleryNames: Readonly<Record<TemplateSet, readonly string[]>> = { ijbb: ["S1", "S2"], ijbc: ["G1", "G2"] };

/**
 * Finds the files by InsightFace's names in `meta/` of a data folder, or in the folder itself.
 *
 * @throws UserError where the list of images is missing
 */
export function findTemplateFolder(set: TemplateSet, data: string): TemplateFolder {
  if (!isFolder(data)) throw new UserError(`${data}: no such folder`);
  const places = [join(data, "meta"), data];
  const find = (name: string): string | null =>
    places.map((place) => join(place, name)).find((path) => isFile(path)) ?? null;
  const images = find(`${set}_face_tid_mid.txt`);
  if (images === null)
    throw new UserError(
      `${data}: no meta/${set}_face_tid_mid.txt in it, expected the meta folder of InsightFace's ${set.toUpperCase()} release`,
    );
  const galleries = galleryNames[set].flatMap((name) => {
    const path = find(`${set}_1N_gallery_${name}.csv`);
    return path === null ? [] : [{ name, path }];
  });
  return {
    images,
    pairs: find(`${set}_template_pair_label.txt`),
    points: find(`${set}_name_5pts_score.txt`),
    galleries,
    probes: find(`${set}_1N_probe_mixed.csv`),
    imageList: find("img.list"),
    crops: ["loose_crop", "crops", "images"].map((name) => join(data, name)).find(isFolder) ?? null,
  };
}
