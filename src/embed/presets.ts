// Presets are data: protocols/cards/NAME.json, one card a file, by protocols/schema/card.schema.json.
import { fileURLToPath } from "node:url";
import { UserError } from "../errors.js";
import { listFolder, readText } from "../host/files.js";
import { completeCard, type CardFile, type ModelCard } from "./card.js";
import { didYouMean } from "../host/nearest-name.js";

const folder = new URL("../../protocols/cards/", import.meta.url);

/** Names that --preset takes, in order. */
export function presetNames(): string[] {
  const files = listFolder(fileURLToPath(folder)).map(({ name }) => name);
  return files
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -".json".length))
    .sort();
}

function readPreset(name: string, place: string): CardFile {
  const names = presetNames();
  if (!names.includes(name)) {
    const hint = didYouMean(name, names) || `; expected one of ${names.join(", ")}`;
    throw new UserError(`${place}unknown preset "${name}"${hint}`);
  }
  return JSON.parse(readText(fileURLToPath(new URL(`${name}.json`, folder)))) as CardFile;
}

/** A card file with what it leaves out filled in by its preset. @throws UserError for an unknown preset, naming `path` */
export function withPreset(file: CardFile, path?: string): CardFile {
  const place = path === undefined ? "" : `${path}: `;
  return file.preset === undefined ? file : { ...withPreset(readPreset(file.preset, place)), ...file };
}

/** The card of a preset. @throws UserError for an unknown name, with the nearest one or all of them */
export const presetCard = (name: string): ModelCard => completeCard(withPreset({ preset: name }), name, name);
