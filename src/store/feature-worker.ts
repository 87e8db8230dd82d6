import { parsePiece } from "./feature-piece.js";

/** What a thread of the feature reader runs. */
export default parsePiece;
