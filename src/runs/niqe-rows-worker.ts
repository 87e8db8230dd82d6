import { rowsOfPictures } from "./niqe-rows.js";

/** What a thread that looks at the patches of good pictures runs. */
export default rowsOfPictures;
