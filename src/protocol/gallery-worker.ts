import { readGalleryList } from "./gallery-list.js";

/** What a thread that reads 1:N lists runs. */
export default readGalleryList;
