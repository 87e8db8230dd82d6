// Where the files of an IJB release are in a data folder.
import { join } from "node:path";
import { UserError } from "../errors.js";
import { isFile, isFolder } from "../host/files.js";

/** The template protocols, by the name of their verb. */
export type TemplateSet = "ijbb" | "ijbc";

/** Paths of what was found; null = not there. */
export interface TemplateFolder {
  readonly images: string;
  readonly pairs: string | null;
  readonly points: string | null;
  /** Galleries by name, as far as both are there. */
  readonly galleries: readonly { readonly name: string; readonly path: string }[];
  readonly probes: string | null;
  /** Names of the 1:N lists that are not there. */
  readonly missing: readonly string[];
  /** MagFace's list of aligned crops. */
  readonly imageList: string | null;
  /** Folder with the pictures. */
  readonly crops: string | null;
}

const titles: Readonly<Record<TemplateSet, string>> = { ijbb: "IJB-B", ijbc: "IJB-C" };
const imageList = (set: TemplateSet): string => `${set}_face_tid_mid.txt`;
const galleryNames: Readonly<Record<TemplateSet, readonly string[]>> = { ijbb: ["S1", "S2"], ijbc: ["G1", "G2"] };

/**
 * Finds the files by InsightFace's names in `meta/` of a data folder, or in the folder itself.
 *
 * @throws UserError where the list of images is missing
 */
export function findTemplateFolder(set: TemplateSet, data: string): TemplateFolder {
  if (!isFolder(data))
    throw new UserError(`${data}: ${isFile(data) ? "is a file, expected a folder" : "no such folder"}`);
  const places = [join(data, "meta"), data];
  const find = (name: string): string | null =>
    places.map((place) => join(place, name)).find((path) => isFile(path)) ?? null;
  const images = find(imageList(set));
  if (images === null) {
    const other = set === "ijbb" ? "ijbc" : "ijbb";
    const hint = find(imageList(other)) === null ? "" : `; found ${imageList(other)}: for magface-eval ${other}?`;
    throw new UserError(
      `${data}: no meta/${imageList(set)} in it, expected the meta folder of InsightFace's release of ${titles[set]}${hint}`,
    );
  }
  const galleryLists = galleryNames[set].map((name) => ({ name, file: `${set}_1N_gallery_${name}.csv` }));
  const probeList = `${set}_1N_probe_mixed.csv`;
  const galleries = galleryLists.flatMap(({ name, file }) => {
    const path = find(file);
    return path === null ? [] : [{ name, path }];
  });
  return {
    images,
    pairs: find(`${set}_template_pair_label.txt`),
    points: find(`${set}_name_5pts_score.txt`),
    galleries,
    probes: find(probeList),
    missing: [...galleryLists.map(({ file }) => file), probeList].filter((file) => find(file) === null),
    imageList: find("img.list"),
    crops: ["loose_crop", "crops", "images"].map((name) => join(data, name)).find(isFolder) ?? null,
  };
}
