import { measurePictures } from "./pixel-measures.js";

/** What a thread that measures pictures runs. */
export default measurePictures;
