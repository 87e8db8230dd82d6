/** Version of Node that runs this. */
export const nodeVersion = process.versions.node;
