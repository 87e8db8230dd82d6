// Results as one HTML page that opens offline: what `magface-eval report` writes.
import { runReport } from "magface-eval";
import { io, out } from "./data.mjs";
import "./verify-model.mjs"; // makes a result

const { results, plots, bytes } = await runReport(
  {
    results: [`${out}/results`],
    out: `${out}/report.html`,
    data: [],
    images: false,
    names: false,
    worst: 5,
    paper: null,
  },
  io,
);
console.log(`${results} results, ${plots} plots, ${bytes} bytes in ${out}/report.html`);
