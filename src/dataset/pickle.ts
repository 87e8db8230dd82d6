// A reader of Python pickles that can execute nothing: it knows the opcodes that lists of images and labels are made of,
// rebuilds the few numpy objects of pickle-value.ts itself, and refuses every other name. Python's own `pickle.load` runs
// whatever the file names.
// Opcodes and their arguments: Python's pickletools, protocols 0 to 5.
import type { FileWindow } from "./file-window.js";
import { mostValues, PickleMachine } from "./pickle-machine.js";
import { rebuild, setState } from "./pickle-objects.js";
import { textOpcodes } from "./pickle-text.js";
import { isSequence, type Sequence, type Value } from "./pickle-value.js";

const longestText = 256;

/**
 * The value of a pickle.
 *
 * @param file closed by the caller; bytes of the value point into it
 * @throws UserError with the byte where the file ends early, is no pickle, or asks for anything that is not on the list
 */
export function readPickle(file: FileWindow): Value {
  const machine = new PickleMachine(file);
  for (;;) {
    const at = file.at;
    const code = file.take(1)[0];
    if (code === stop) return machine.pop();
    const opcode = opcodes[code];
    if (opcode === undefined) {
      file.at = at;
      throw machine.fault(
        `opcode 0x${code.toString(16).padStart(2, "0")} is none of an image list's; no InsightFace .bin?`,
      );
    }
    opcode(machine);
  }
}

type Opcode = (machine: PickleMachine) => void;

const stop = 0x2e;
const u8 = (m: PickleMachine): number => m.file.take(1)[0];
const u16 = (m: PickleMachine): number => m.file.take(2).readUInt16LE();
const i32 = (m: PickleMachine): number => m.file.take(4).readInt32LE();
const u32 = (m: PickleMachine): number => m.file.take(4).readUInt32LE();

/** A length of 8 bytes; one beyond 2^53 is beyond the file all the same. */
const u64 = (m: PickleMachine): number => Number(m.file.take(8).readBigUInt64LE());

/** A length that protocol 2 writes with a sign. */
function length32(m: PickleMachine): number {
  const count = i32(m);
  if (count < 0) throw m.fault(`a length of ${count}`);
  return count;
}

function bytes(m: PickleMachine, count: number): void {
  const start = m.file.at;
  m.file.skip(count);
  m.push({ kind: "bytes", start, end: start + count });
}

/**
 * Text. A long one can only be bytes that Python 3 wrote for Python 2, so it is kept as its place in the file until
 * `_codecs.encode` is asked for.
 */
function text(m: PickleMachine, count: number): void {
  if (count > longestText) bytes(m, count);
  else m.push(m.file.take(count).toString("utf8"));
}

function append(m: PickleMachine, items: readonly Value[]): void {
  const list = m.top();
  if (!isSequence(list) || list.kind !== "list") throw m.fault("values for a list that isn't there; no whole pickle");
  if (list.items.length + items.length > mostValues) throw m.fault(`a list of over ${mostValues} values`);
  for (const item of items) list.items.push(item);
}

function sequence(m: PickleMachine, kind: Sequence["kind"], items: Value[]): void {
  m.push({ kind, items });
}

/** The last `count` values, in the order they were pushed. */
function popSome(m: PickleMachine, count: number): Value[] {
  return Array.from({ length: count }, () => m.pop()).reverse();
}

/** A whole number of `count` bytes, little-endian two's complement; those beyond 6 bytes are none of ours. */
function long(m: PickleMachine, count: number): void {
  if (count > 6) throw m.fault(`a whole number of ${count} bytes`);
  m.push(count === 0 ? 0 : m.file.take(count).readIntLE(0, count));
}

function stackGlobal(m: PickleMachine): void {
  const at = m.file.at - 1;
  const [module, name] = popSome(m, 2);
  if (typeof module !== "string" || typeof name !== "string") throw m.fault("a name to import that is no text");
  m.import(module, name, at);
}

const opcodes: Readonly<Record<number, Opcode>> = {
  ...textOpcodes,
  0x80: (m) => {
    const version = u8(m);
    if (version > 5) throw m.fault(`pickle protocol ${version}, expected 0 to 5`);
  },
  0x95: (m) => void u64(m), // FRAME: a hint for buffering
  0x28: (m) => m.mark(),
  0x30: (m) => void m.pop(),
  0x31: (m) => void m.popToMark(),
  0x32: (m) => m.push(m.top()),
  0x4e: (m) => m.push(null),
  0x88: (m) => m.push(true),
  0x89: (m) => m.push(false),
  0x4a: (m) => m.push(i32(m)),
  0x4b: (m) => m.push(u8(m)),
  0x4d: (m) => m.push(u16(m)),
  0x8a: (m) => long(m, u8(m)),
  0x8b: (m) => long(m, length32(m)),
  0x47: (m) => m.push(m.file.take(8).readDoubleBE()),
  0x54: (m) => bytes(m, length32(m)), // BINSTRING, Python 2's byte string
  0x55: (m) => bytes(m, u8(m)),
  0x42: (m) => bytes(m, u32(m)), // BINBYTES
  0x43: (m) => bytes(m, u8(m)),
  0x8e: (m) => bytes(m, u64(m)),
  0x96: (m) => bytes(m, u64(m)), // BYTEARRAY8
  0x58: (m) => text(m, u32(m)), // BINUNICODE
  0x8c: (m) => text(m, u8(m)),
  0x8d: (m) => text(m, u64(m)),
  0x5d: (m) => sequence(m, "list", []),
  0x6c: (m) => sequence(m, "list", m.popToMark()),
  0x61: (m) => append(m, popSome(m, 1)),
  0x65: (m) => append(m, m.popToMark()),
  0x29: (m) => sequence(m, "tuple", []),
  0x74: (m) => sequence(m, "tuple", m.popToMark()),
  0x85: (m) => sequence(m, "tuple", popSome(m, 1)),
  0x86: (m) => sequence(m, "tuple", popSome(m, 2)),
  0x87: (m) => sequence(m, "tuple", popSome(m, 3)),
  0x68: (m) => m.recall(u8(m)),
  0x6a: (m) => m.recall(u32(m)),
  0x71: (m) => m.remember(u8(m), m.top()),
  0x72: (m) => m.remember(u32(m), m.top()),
  0x94: (m) => m.remember(m.memo.size, m.top()),
  0x93: stackGlobal,
  0x52: (m) => {
    const [callee, values] = popSome(m, 2);
    m.push(rebuild(m, callee, values));
  },
  0x62: (m) => {
    const [target, state] = popSome(m, 2);
    setState(m, target, state);
    m.push(target);
  },
};
