// Mistakes around pages of results.
import { everyTask, verification } from "./report-results.js";
import type { WrongInput } from "./wrong-input.js";

const one = verification("results/small/one", "one", 0.9, 0.8);

export const wrongReports: readonly WrongInput[] = [
  { what: "nothing to report", line: "report", says: ["report: <results>", "missing", "result folders"] },
  { what: "a folder without results", files: { "x/y.txt": "" }, line: "report x", says: ["x: no result.json in it"] },
  {
    what: "results that aren't there",
    line: "report reslts",
    says: ["reslts: no such file or folder, expected results"],
  },
  {
    what: "a page for another page's result",
    files: { "report.html": "<html>" },
    line: "report report.html",
    says: ["report.html:1: found <html>", "expected"],
  },
  {
    what: "a folder for the page",
    files: { ...one, "report.html/x": "" },
    line: "report results",
    says: ["report.html:", "is a folder", "expected a file"],
  },
  {
    what: "a file for the paper's folder",
    files: { ...one, paper: "" },
    line: "report results --paper paper",
    says: ["paper:", "is a file", "expected a folder"],
  },
  {
    what: "pictures of a set that no result is of",
    files: { ...everyTask, "data/x": "" },
    line: "report results --data smal=data",
    says: ["--data smal:", 'no data set "smal"', 'did you mean "small"?', "expected one of faces, near, small"],
  },
  {
    what: "pictures that aren't there",
    files: one,
    line: "report results --data small=faces",
    says: ["faces: no such file or folder"],
  },
  {
    what: "faces to show and none to be shown",
    files: one,
    line: "report results --data small=results --no-images",
    says: ["--data", "--no-images", "give one of them"],
  },
  {
    what: "half a number of worst pairs",
    files: one,
    line: "report results --worst 2.5",
    says: ["--worst", '"2.5"', "a whole number of at least 0"],
  },
  {
    what: "plots that are none",
    files: { ...one, "results/small/one/plots.json": "{}" },
    line: "report results",
    says: ["results/small/one/plots.json: not the plots of a result"],
  },
  {
    what: "a list of pairs without scores",
    files: { ...one, "results/small/one/pairs.csv": "left,right\na,b\n" },
    line: "report results",
    says: ["results/small/one/pairs.csv:", 'no column "genuine"'],
  },
  {
    what: "a list of images that is none",
    files: { ...everyTask, "results/magnitude/one/images.csv": "name\na\n" },
    line: "report results",
    says: ["results/magnitude/one/images.csv:1: found name, expected dataset,name,subject,magnitude,cosine"],
  },
];
