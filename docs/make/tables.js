// Tables of the documentation that protocols and presets already hold, put between their marks in the Markdown files:
//   npm run docs:tables
// A mark is <!-- table NAME --> ... <!-- end table -->; test/docs/tables.test.ts fails where a file differs.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { listProtocols, loadProtocol, loadTemplateProtocol, presetCard, presetNames, templateSets } from "magface-eval";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The Markdown files that hold such tables. */
export const files = [
  "README.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

const print = (/** @type {number | undefined} */ count) => count?.toLocaleString("en-US") ?? "-";
const code = (/** @type {string} */ text) => `\`${text}\``;
const escape = (/** @type {string} */ text) => text.replaceAll("|", "\\|");

/** @param {readonly string[]} heads @param {readonly (readonly string[])[]} rows */
const table = (heads, rows) =>
  [heads, heads.map(() => "---"), ...rows].map((cells) => `| ${cells.map(escape).join(" | ")} |`).join("\n");

/** The equation of a channel, as a reader would write it. @param {ReturnType<typeof presetCard>} card */
function fed({ mean: [mean], scale: [scale], whiten }) {
  if (whiten) return "(x - the image's mean) / its deviation";
  const moved = mean === 0 ? "x" : `(x - ${mean})`;
  return scale === 1 ? moved : `${moved} / ${scale}`;
}

const views = { none: "plain", sum: "sum with the mirror image", concat: "plain and mirror image, end to end" };

/** Other outputs that a card reads. @param {ReturnType<typeof presetCard>} card */
const outputs = ({ normOutput, qualityOutput, varianceOutput }) =>
  [
    normOutput && "unit vector and norm",
    qualityOutput && "embedding and quality",
    varianceOutput && "embedding and variance",
  ]
    .filter(Boolean)
    .join(", ") || "embedding";

const presets = () =>
  table(
    ["preset", "pixels", "channels", "value fed", "views", "outputs", "magnitude tells quality"],
    presetNames().map((name) => {
      const card = presetCard(name);
      const { width, height, channels, flip, magnitude, unchecked } = card;
      const size = `${width} x ${height}`;
      return [
        code(name) + (unchecked ? " (unchecked)" : ""),
        size,
        channels,
        fed(card),
        views[flip],
        outputs(card),
        magnitude ? "yes" : "no",
      ];
    }),
  );

const verification = () => Promise.all(listProtocols().map(loadProtocol));
const templates = () => templateSets.map(loadTemplateProtocol);

const counts = async () =>
  table(
    ["verb", "set", "images or folds", "templates", "pairs", "genuine", "impostor"],
    [
      ...(await verification()).map(({ name, title, expected = {} }) => {
        const { folds, pairs, genuine, impostor } = expected;
        return [
          code(name),
          title,
          `${print(folds ?? undefined)} folds`,
          "-",
          print(pairs),
          print(genuine),
          print(impostor),
        ];
      }),
      ...templates().map(({ name, title, expected: { images, templates, pairs, genuine } }) => {
        return [
          code(name),
          title,
          `${print(images)} images`,
          print(templates),
          print(pairs),
          print(genuine),
          print(pairs - genuine),
        ];
      }),
    ],
  );

const asked = async () =>
  table(
    ["verb", "conventions", "TAR at FAR", "1:N"],
    [...(await verification()), ...templates()].map((protocol) => {
      const { name, conventions, metrics } = protocol;
      const search =
        "ranks" in metrics
          ? `ranks ${metrics.ranks.join(", ")}; TPIR at FPIR ${metrics.fpirs.map(rate).join(", ")}`
          : "-";
      return [code(name), conventions.map(code).join(", "), metrics.fars.map(rate).join(", "), search];
    }),
  );

const rate = (/** @type {number} */ value) => value.toExponential();

const published = async () =>
  table(
    ["set", "figure", "value", "model", "source", "status"],
    [...(await verification()), ...templates()].flatMap(({ title, published }) =>
      published.map(({ figure, value, model, source, status }) => {
        return [title, figure, `${(100 * value).toFixed(2)} %`, model, source, status];
      }),
    ),
  );

/** Where a set's pairs and images are looked for, in the order that is tried. */
const forms = async () =>
  table(
    ["verb", "form", "files", "images in"],
    (await verification()).flatMap(({ name, data }) =>
      data.map(({ form, files, with: beside, images }) => {
        const places =
          images?.map(code).join(", ") ?? (form === "insightface-bin" ? "the file itself" : "as the list names them");
        return [code(name), form, files.map(code).join(" or ") + (beside ? ` with ${code(beside)}` : ""), places];
      }),
    ),
  );

/** @type {Readonly<Record<string, () => string | Promise<string>>>} */
const made = { presets, counts, asked, published, forms };

/** A Markdown text with all of its tables made anew. @param {string} text @throws {Error} for a table that is none */
export async function withTables(text) {
  let done = text;
  for (const [whole, name] of text.matchAll(/<!-- table (\S+) -->\n[^]*?<!-- end table -->/g)) {
    const make = made[name];
    if (make === undefined) throw new Error(`no table "${name}", expected one of ${Object.keys(made).join(", ")}`);
    const fresh = await make();
    done = done.replace(whole, () => `<!-- table ${name} -->\n\n${fresh}\n\n<!-- end table -->`);
  }
  return done;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  for (const file of files) {
    const path = join(root, file);
    const text = readFileSync(path, "utf8");
    const fresh = await withTables(text);
    if (fresh !== text) console.log(`${file} written`);
    writeFileSync(path, fresh);
  }
}
