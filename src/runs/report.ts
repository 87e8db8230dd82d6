// A page of results from the folders that runs left.
import { checkFileTarget, checkFolderTarget } from "../host/files.js";
import type { Io } from "../types.js";
import type { ReportRequest, ReportSummary } from "./report-request.js";
import { withDrawing } from "./with-drawing.js";

/**
 * Reads results and writes the page; the paper's files first.
 *
 * @throws UserError for a wrong request or input; Interrupted
 */
export async function runReport(request: ReportRequest, io: Io): Promise<ReportSummary> {
  checkFileTarget(request.out);
  if (request.paper !== null) checkFolderTarget(request.paper);
  // Loads the plotter and the picture library, which whoever only wants help does not wait for.
  const { makeReport } = await import("./report-page.js");
  return withDrawing(request.paper, (drawing) => makeReport(request, drawing, io));
}
