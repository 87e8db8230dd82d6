import { statFiles } from "./stat-files.js";

/** What a thread that looks at files runs. */
export default statFiles;
