/** A name as a file or a folder can have it. */
export const safeName = (name: string): string => name.replace(/[^\w.+-]+/g, "_");
