import { drawCharts } from "./draw.js";

const classes = ["genuine", "impostor"].map((name) => ({ name, counts: Uint32Array.of(1, 2) }));
const edges = Float64Array.of(0, 1, 2);
const marks = [{ value: 1, label: "x" }];

// The first plot costs three times the later ones, of whatever kind, so one is drawn while the main thread is busy
// elsewhere; more would not pay. Awaited here, because a thread that waits for work blocks, and would leave the plot
// undone until the first task.
await drawCharts([{ file: "scores", title: "", axis: "", counted: "", edges, classes, marks }]);

/** What the thread does for each task: drawCharts, with the charts as its argument. */
export default drawCharts;
