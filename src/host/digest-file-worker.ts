import { digestOfFile } from "./digest.js";

/** What a thread that digests a large file runs. */
export default digestOfFile;
