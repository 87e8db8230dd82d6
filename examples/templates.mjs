// IJB-B's questions, 1:1 and 1:N, on template data: what `magface-eval ijbb` does.
import { runTemplates } from "magface-eval";
import { ijbbData, io } from "./data.mjs";

const { folder, features, flipped } = await ijbbData();
const [{ result }] = await runTemplates(
  {
    set: "ijbb",
    data: folder,
    sources: [{ features, flipped }], // or a model: { model, preset, provider, cache }
    identification: true,
    modes: [
      { pooling: "magface-plus", norm: "kept" },
      { pooling: "magface-plus", norm: "removed" },
    ],
    scorings: ["cosine"],
    detectorScore: false,
    convention: ["exact"],
    fars: [1e-2, 1e-3],
    bootstrap: 100,
    provider: "cpu", // multiplies the templates
    scores: false,
    out: null,
    seed: 1,
  },
  io,
);
for (const { name, norm, gallery = "", value } of result.figures) console.log(name, `norm ${norm}`, gallery, value);
