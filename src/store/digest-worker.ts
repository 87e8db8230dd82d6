import { digestPaths } from "./image-digest.js";

/** What a thread of the digester runs. */
export default digestPaths;
