// Where NIST's protocol files of IJB-B and IJB-C lie and what they are called.
//
// None of NIST's own files was at hand. Read in public code and threads:
// - IJB-B: protocol/ijbb_1N_gallery_S1.csv, _S2.csv, ijbb_1N_probe_mixed.csv, ijbb_11_S1_S2_matches.csv; the 1:1 templates
//   are those of the galleries and the mixed probes (strpy 0.6.5, janus/dataset/IJB_B.py; vgg_face2 issue 30).
// - IJB-C, first release: the same with ijbc, G1, G2 in protocols/ (bob.db.ijbc; strpy, janus/dataset/ijbc), and in
//   protocols/archive/ of the later one (bob.bio.face issue 61).
// - IJB-C, later release: protocols/test1/enroll_templates.csv, verif_templates.csv, match.csv (1:1) and
//   test4/gallery_G1.csv, gallery_G2.csv, probes.csv (1:N) (bob.bio.face, database/ijbc.py and issue 61).
// - Crops of the field's release are numbered from 1 by row over gallery 1, gallery 2, mixed probes (vgg_face2,
//   standard_evaluation/README.txt, for IJB-B): face_tid_mid keeps this order.
// Inferred: that IJB-C's crops are numbered in the same way; that test1 and test4 call the same template by the same id;
// that the field's meta files were made from the first release, which is why it is taken where both are there.
import { join } from "node:path";
import { UserError } from "../errors.js";
import { isFile, isFolder } from "../host/files.js";
import type { TemplateSet } from "./template-folder.js";

/** Where each of the files is, in the order in which faces are numbered. */
export interface NistFiles {
  /** Gallery 1, gallery 2, mixed probes; `name` is what the field calls the file. */
  readonly search: readonly { readonly name: string; readonly path: string }[];
  /** Further files of 1:1 templates, in the later release of IJB-C. */
  readonly verification: readonly string[];
  readonly matches: string;
}

interface Layout {
  readonly search: readonly string[];
  readonly verification: readonly string[];
  readonly matches: string;
}

/** A release, and how much of it lies in a folder. */
interface Candidate {
  readonly layout: Layout;
  readonly place: string;
  readonly missing: readonly string[];
  readonly found: number;
}

const firstRelease = (set: TemplateSet, first: string, second: string): Layout => ({
  search: [`${set}_1N_gallery_${first}.csv`, `${set}_1N_gallery_${second}.csv`, `${set}_1N_probe_mixed.csv`],
  verification: [],
  matches: `${set}_11_${first}_${second}_matches.csv`,
});

const layouts: Readonly<Record<TemplateSet, readonly Layout[]>> = {
  ijbb: [firstRelease("ijbb", "S1", "S2")],
  ijbc: [
    firstRelease("ijbc", "G1", "G2"),
    {
      search: ["test4/gallery_G1.csv", "test4/gallery_G2.csv", "test4/probes.csv"],
      verification: ["test1/enroll_templates.csv", "test1/verif_templates.csv"],
      matches: "test1/match.csv",
    },
  ],
};

const subfolders = ["protocol", "protocols", "archive", "protocols/archive"];

const namesOf = ({ search, verification, matches }: Layout): string[] => [...search, ...verification, matches];

/**
 * The files of one release in `folder` or the subfolders that NIST puts them into.
 *
 * @throws UserError naming the files that are missing where most of a release was found, and all that was looked for
 */
export function findNistFiles(set: TemplateSet, folder: string): NistFiles {
  if (!isFolder(folder))
    throw new UserError(`${folder}: ${isFile(folder) ? "is a file, expected a folder" : "no such folder"}`);
  const places = ["", ...subfolders].map((below) => join(folder, below));
  const candidates = layouts[set].flatMap((layout) =>
    places.map((place): Candidate => {
      const missing = namesOf(layout).filter((name) => !isFile(join(place, name)));
      return { layout, place, missing, found: namesOf(layout).length - missing.length };
    }),
  );
  const complete = candidates.find(({ missing }) => missing.length === 0);
  if (complete === undefined) throw missingFiles(set, folder, candidates);
  const { layout, place } = complete;
  const fieldNames = layouts[set][0].search;
  return {
    search: layout.search.map((name, at) => ({ name: fieldNames[at], path: join(place, name) })),
    verification: layout.verification.map((name) => join(place, name)),
    matches: join(place, layout.matches),
  };
}

function missingFiles(set: TemplateSet, folder: string, candidates: readonly Candidate[]): UserError {
  const { place, missing } = candidates.reduce((best, next) => (next.found > best.found ? next : best));
  const releases = layouts[set].map((layout) => namesOf(layout).join(", ")).join("; or ");
  return new UserError(
    `${place}: no ${missing.join(", ")}, expected ${releases}; looked in ${folder} and its ${subfolders.join(", ")}`,
  );
}
