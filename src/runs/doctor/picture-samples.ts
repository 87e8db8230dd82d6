// A picture of each form that libraries decode, made by Pillow 9.4, and its first and last pixel as OpenCV 4.6 reads them.

export interface PictureSample {
  readonly form: string;
  /** The file in base64. */
  readonly file: string;
  readonly first: readonly number[];
  readonly last: readonly number[];
}

const [red, blue] = [
  [200, 80, 40],
  [40, 80, 200],
];

export const pictureSamples: readonly PictureSample[] = [
  {
    form: "JPEG",
    file: "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/2wBDAQMEBAUEBQkFBQkUDQsNFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBT/wAARCAAIAAgDAREAAhEBAxEB/8QAFAABAAAAAAAAAAAAAAAAAAAABv/EABQQAQAAAAAAAAAAAAAAAAAAAAD/xAAVAQEBAAAAAAAAAAAAAAAAAAAHCP/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/ACQUVQ//2Q==",
    first: [199, 80, 40],
    last: [199, 80, 40],
  },
  {
    form: "PNG",
    file: "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR42mM4EaChEXACAAjHAoH9+5XzAAAAAElFTkSuQmCC",
    first: red,
    last: blue,
  },
  { form: "WebP", file: "UklGRiAAAABXRUJQVlA4TBQAAAAvAQAAAA8wUEcBPRjy/EcLMqL/AQ==", first: red, last: blue },
  {
    form: "TIFF",
    file: "SUkqAAgAAAAKAAABBAABAAAAAgAAAAEBBAABAAAAAQAAAAIBAwADAAAAhgAAAAMBAwABAAAAAQAAAAYBAwABAAAAAgAAABEBBAABAAAAjAAAABUBAwABAAAAAwAAABYBBAABAAAAAQAAABcBBAABAAAABgAAABwBAwABAAAAAQAAAAAAAAAIAAgACADIUCgoUMg=",
    first: red,
    last: blue,
  },
  {
    form: "GIF",
    file: "R0lGODdhAgABAIEAAMhQKChQyAAAAAAAACwAAAAAAgABAAAIBQABBAgIADs=",
    first: red,
    last: blue,
  },
  {
    form: "BMP",
    file: "Qk0+AAAAAAAAADYAAAAoAAAAAgAAAAEAAAABABgAAAAAAAgAAADEDgAAxA4AAAAAAAAAAAAAKFDIyFAoAAA=",
    first: red,
    last: blue,
  },
  { form: "PPM", file: "UDYKMiAxCjI1NQrIUCgoUMg=", first: red, last: blue },
];
