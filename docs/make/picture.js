// docs/images/demo.png, the README's first picture, from the demo's data, cache and results:
//   npm run demo && npm run docs:picture
// Faces from the lowest magnitude to the highest, ROC curves of the demo's two models, and error against reject.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { distinctImages, listImages, openDrawing, parseQuality, quietIo, readPlots } from "magface-eval";
import { runErc, runQuality } from "magface-eval";
import sharp from "sharp";

const root = fileURLToPath(new URL("../..", import.meta.url));
const demo = process.argv[2] ?? join(root, "demo");
const target = join(root, "docs/images/demo.png");
const io = quietIo({ warn: (text) => console.warn(text) });
const sourceOf = (/** @type {string} */ model) => ({
  ...{ model: join(root, "fixtures", `${model}.onnx`), provider: "cpu", cache: join(demo, "cache") },
});
const source = sourceOf("magface-tiny");

const shown = { faces: 24, columns: 12, side: 44 };
const width = 1200;

async function sortedFaces() {
  const graded = join(demo, "data/graded");
  const images = distinctImages(listImages("graded", graded));
  const qualities = [parseQuality("magnitude")];
  const { columns } = await runQuality({ images, qualities, pictures: source, model: source, seed: 1, out: null }, io);
  const magnitudes = columns[0].values;
  const order = Array.from(images.keys()).sort((a, b) => magnitudes[a] - magnitudes[b] || a - b);
  const places = Array.from(
    { length: shown.faces },
    (_, i) => order[Math.floor((i * (order.length - 1)) / (shown.faces - 1))],
  );
  const faces = places.map(async (at) => ({
    png: await sharp(images[at].path).png().toBuffer(),
    lines: [magnitudes[at].toFixed(1)],
  }));
  return /** @type {const} */ ({
    file: "sorted-faces",
    title: "Degraded faces by magnitude, the lowest first",
    columns: shown.columns,
    width: shown.side,
    height: shown.side,
    faces: await Promise.all(faces),
    svg: false,
  });
}

/** Both models in one plot. */
function rocs() {
  const models = ["magface-tiny", "arcface-tiny"];
  const charts = models.map((model) => readPlots(join(demo, "results/drawn-lfw", model, "plots.json")));
  const curves = charts.flatMap((list, at) =>
    list.flatMap((chart) =>
      (chart.file === "roc" && "curves" in chart ? chart.curves : []).map((curve) => ({ ...curve, name: models[at] })),
    ),
  );
  return /** @type {const} */ ({ file: "roc", title: "TAR against FAR", curves });
}

/** Written beside the demo's other results, and read again without its bands: three of them hide each other. */
async function errorAgainstReject() {
  const { folder } = await runErc(
    {
      ...{ protocol: join(demo, "data/lfw/protocol.json"), source, seed: 1, bootstrap: 0, areas: [0.2] },
      ...{ conventions: ["exact"], combination: "min", reject: "pairs", fmrs: [1e-2] },
      qualities: ["magnitude", "piqe", "random"].map(parseQuality),
      out: join(demo, "results"),
    },
    io,
  );
  return readPlots(`${folder}/plots.json`).map((chart) => ({ ...chart, title: "FNMR when poor pairs are set aside" }));
}

const drawing = openDrawing();
try {
  const drawn = await drawing.draw([await sortedFaces(), rocs(), ...(await errorAgainstReject())]);
  const scaled = async (/** @type {string} */ name, /** @type {number} */ to) => {
    const { data, info } = await sharp(drawn.get(name))
      .flatten({ background: "white" })
      .resize({ width: to })
      .toBuffer({ resolveWithObject: true });
    return { input: data, height: info.height };
  };
  const faces = await scaled("sorted-faces.png", width);
  const plots = [await scaled("roc.png", width / 2), await scaled("erc-1e-2.png", width / 2)];
  const height = faces.height + Math.max(...plots.map((plot) => plot.height));
  const layers = [
    { input: faces.input, left: 0, top: 0 },
    ...plots.map(({ input }, at) => ({ input, left: (at * width) / 2, top: faces.height })),
  ];
  const sheet = sharp({ create: { width, height, channels: 3, background: "white" } }).composite(layers);
  const { size } = await sheet.png({ palette: true, colours: 128, compressionLevel: 9 }).toFile(target);
  console.log(`${target}: ${width} x ${height}, ${size} bytes`);
} finally {
  await drawing.close();
}
