// Names that nobody bears: syllables put together by a seed.
import { openStream } from "./random.js";

const starts = [
  "Bra",
  "Che",
  "Dul",
  "Eru",
  "Fen",
  "Gri",
  "Hal",
  "Iva",
  "Jor",
  "Kel",
  "Lum",
  "Mir",
  "Nol",
  "Osk",
  "Pru",
  "Quen",
  "Rov",
  "Sel",
  "Tam",
  "Ulv",
  "Vor",
  "Wes",
  "Yar",
  "Zim",
];
const middles = ["", "da", "le", "mi", "no", "ru", "sa", "ti", "vo", "xe"];
const ends = [
  "bel",
  "dak",
  "fin",
  "gor",
  "him",
  "kuth",
  "lan",
  "mos",
  "nix",
  "pel",
  "quar",
  "ret",
  "sith",
  "tuk",
  "vash",
  "wyn",
  "zor",
];

/** `count` different names of the form First_Last, the same for the same seed; a longer list begins with the shorter one. */
export function drawNames(seed: number, count: number): string[] {
  const draw = openStream("names", seed);
  const word = (): string => draw.pick(starts) + draw.pick(middles) + draw.pick(ends);
  const names = new Set<string>();
  while (names.size < count) names.add(`${word()}_${word()}`);
  return [...names];
}
