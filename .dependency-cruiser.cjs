/** Who may read whom (docs/house.md draws it). Each rule says why; test/house.test.ts breaks every one on purpose. */

const rooms = [
  "host",
  "math",
  "metrics",
  "score",
  "evaluate",
  "quality",
  "protocol",
  "dataset",
  "store",
  "embed",
  "report",
  "synth",
  "completion",
  "runs",
  "commands",
];

/** room -> rooms it may read besides itself, types.ts and errors.ts */
const reads = {
  host: [],
  math: [],
  metrics: ["math"],
  score: ["math"],
  evaluate: ["math", "score", "metrics"],
  quality: ["math", "embed"],
  protocol: ["host"],
  dataset: ["host", "protocol"],
  store: ["host"],
  embed: ["host", "store", "dataset", "math"],
  report: ["host"],
  synth: ["host", "math"],
  completion: [],
  runs: [
    "host",
    "math",
    "score",
    "metrics",
    "evaluate",
    "quality",
    "protocol",
    "dataset",
    "store",
    "embed",
    "report",
    "synth",
  ],
};

const why = {
  host: "the machine (files, digests, threads) knows nothing of faces",
  math: "mathematics knows nothing of faces, files or terminals",
  metrics: "numbers in, numbers out: a metric that reads a file cannot be checked by hand",
  score: "vectors in, scores out",
  evaluate: "joins scores and metrics into figures; whoever calls it brings the vectors",
  quality: "image or vector in, one number out",
  protocol: "what is asked does not depend on how it is answered",
  dataset: "where faces are depends on what is asked, on nothing later",
  store: "vectors on disk know neither their model nor their use",
  embed: "images to vectors; scores come later",
  report: "a report computes nothing: it is handed figures",
  runs: "a run joins stages; who types the words that start it is not its business",
  completion: "a shell's script is made from the command line's own tree; names come with it",
  synth: "drawn faces are data like any other: nothing here may know who will measure them",
};

const only = (rooms) => `^src/(${rooms.join("|")})/`;

const roomRules = Object.entries(reads).map(([room, others]) => ({
  name: `room-${room}`,
  severity: "error",
  comment: why[room],
  from: { path: `^src/${room}/` },
  to: { path: only(rooms), pathNot: only([room, ...others]) },
}));

/** package or Node module -> the files that may reach it, and why so few */
const doors = [
  {
    name: "fs",
    path: "^(node:)?fs(/promises)?$|^write-file-atomic$|node_modules/write-file-atomic/",
    files: "^src/host/files\\.ts$",
    why: "one place writes files whole or not at all",
  },
  {
    name: "crypto",
    path: "^(node:)?crypto$",
    files: "^src/host/digest\\.ts$",
    why: "one place decides what a digest is",
  },
  {
    name: "threads",
    path: "^(node:)?worker_threads$|node_modules/piscina/|^piscina$",
    files: "^src/host/pool\\.ts$",
    why: "one place starts and stops threads",
  },
  {
    name: "processes",
    path: "^(node:)?child_process$",
    files: "^src/host/apart\\.ts$",
    why: "one place starts processes, outlives their crashes and ends them",
  },
  {
    name: "onnxruntime",
    path: "onnxruntime-node",
    files: "^src/host/onnx-runtime\\.ts$",
    why: "one place loads it, and knows whether a run did",
  },
  {
    name: "protobuf",
    path: "node_modules/(@bufbuild|onnx-buf)/|^onnx-buf$|^@bufbuild/",
    files: "^src/embed/(onnx-graph|network-tail)\\.ts$",
    why: "how an ONNX file is laid out is known where it is read and where a piece of it is written",
  },
  {
    name: "sharp",
    path: "node_modules/sharp/|^sharp$",
    files: "^src/(embed/decode|synth/render)\\.ts$",
    why: "decoding for measurement happens in one way only",
  },
  {
    name: "lmdb",
    path: "node_modules/lmdb/|^lmdb$",
    files: "^src/store/cache-file\\.ts$",
    why: "the cache's layout is known in one place",
  },
  {
    name: "html",
    path: "node_modules/(hastscript|hast-util-to-html)/|^hastscript$|^hast-util-to-html$",
    files: "^src/report/html/",
    why: "pages are trees that the library prints: nowhere is HTML put together from texts, which could hold some themselves",
  },
  {
    name: "mathjs",
    path: "node_modules/mathjs/|^mathjs$",
    files: "^src/math/(statistics|expression)\\.ts$",
    why: "its import is slow, and its parser reaches all of it: one file takes its statistics, one lets conditions through and nothing else",
  },
];

const doorRules = doors.map((door) => ({
  name: `door-${door.name}`,
  severity: "error",
  comment: door.why,
  from: { path: "^src/", pathNot: door.files },
  to: { path: door.path },
}));

module.exports = {
  forbidden: [
    ...roomRules,
    ...doorRules,
    {
      name: "commands-are-read-by-cli",
      severity: "error",
      comment: "a command is the end of the road: what two of them share belongs in a stage",
      from: { path: "^src/", pathNot: "^src/(cli\\.ts|commands/)" },
      to: { path: "^src/commands/" },
    },
    { name: "no-cycles", severity: "error", comment: "data flows one way", from: {}, to: { circular: true } },
    {
      name: "no-orphans",
      severity: "error",
      comment: "what neither cli.ts, index.ts nor a worker file reaches is dead",
      from: { path: "^src/(cli|index)\\.ts$|-worker\\.ts$" },
      to: { path: "^src/", pathNot: "-worker\\.ts$|^src/(cli|index|types|verb)\\.ts$", reachable: false },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
