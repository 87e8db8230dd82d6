// Plots of a result drawn again, with a title of your own: plots.json holds what they show.
import { findResults, openDrawing, readPlots, writeFiles } from "magface-eval";
import { out } from "./data.mjs";
import "./verify-model.mjs"; // makes a result

const [{ folder }] = await findResults([`${out}/results`]);
const charts = readPlots(`${folder}/plots.json`).map((chart) => ({ ...chart, title: "My model on drawn faces" }));
const drawing = openDrawing(); // a thread: close it, or the program does not end
try {
  const files = await drawing.draw(charts); // FILE.svg and FILE.png of each
  writeFiles(`${out}/plots`, files);
  console.log([...files.keys()].join(", "));
} finally {
  await drawing.close();
}
