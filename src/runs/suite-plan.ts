// What a suite comes to before it runs: which cells, and what of each is there already.
import { digestModel } from "../embed/model-digest.js";
import { UserError } from "../errors.js";
import { digestOf, printDigest } from "../host/digest.js";
import { nodeVersion } from "../host/machine.js";
import { canonicalJson } from "../protocol/canonical-json.js";
import type { Suite } from "../protocol/suite.js";
import type { Io } from "../types.js";
import { version } from "../version.js";
import { cardOf, type ModelRequest } from "./model-vectors.js";
import type { QualitySpec } from "./quality-spec.js";
import type { Cell } from "./suite-cell.js";
import type { SuiteContents } from "./suite-contents.js";
import { embeddingKey, requestsOf } from "./suite-embeddings.js";
import { takesOf } from "./suite-kinds.js";
import { modelRequestOf } from "./suite-source.js";
import type { SuiteState } from "./suite-state.js";

export interface PlannedCell {
  readonly cell: Cell;
  readonly state: "to run" | "up to date" | "skipped" | "failed";
  readonly reason: string | null;
  /** Digest of all that its results depend on; null where it can't run. */
  readonly request: string | null;
}

/** How a model is named and seen. */
type Described = { readonly digest: string; readonly card: object; readonly magnitude: boolean };

/** Tells what is up to date by the bytes of all that a cell reads. */
export class SuitePlanner {
  readonly #described = new Map<string, Promise<Described>>();

  constructor(
    private readonly suite: Suite,
    private readonly contents: SuiteContents,
    private readonly state: SuiteState,
    private readonly io: Io,
  ) {}

  async plan(cells: readonly Cell[]): Promise<PlannedCell[]> {
    const planned: PlannedCell[] = [];
    for (const cell of cells) {
      this.io.signal.throwIfAborted();
      planned.push(await this.#planOne(cell));
    }
    return planned;
  }

  async #planOne(cell: Cell): Promise<PlannedCell> {
    const skip = (reason: string): PlannedCell => ({ cell, state: "skipped", reason, request: null });
    if (cell.skipped !== null) return skip(cell.skipped);
    try {
      const unfit = await this.#unfit(cell);
      if (unfit !== null) return skip(unfit);
      const request = await this.#requestOf(cell);
      const there = this.state.holds(cell, request);
      return { cell, state: there ? "up to date" : "to run", reason: null, request };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { cell, state: "failed", reason: error.message, request: null };
    }
  }

  /** Why a model can't answer a task whatever its pictures; null = it can. */
  async #unfit(cell: Cell): Promise<string | null> {
    const { task, model, qualities } = cell;
    if (task.kind === "quality" && model.model === null)
      return "quality needs pictures, the model is known by features only";
    const ofLengths = task.kind === "magnitude" || qualities.some((spec) => isOwnLength(spec));
    if (!ofLengths || model.model === null) return null;
    const { magnitude } = await this.#describe(modelRequestOf(this.suite, model));
    return magnitude ? null : "lengths of its embeddings mean nothing, says its card";
  }

  async #requestOf(cell: Cell): Promise<string> {
    const { task, qualities } = cell;
    const { provider, strict } = this.suite.running;
    const content = {
      versions: { "magface-eval": version, node: nodeVersion },
      ...{ kind: task.kind, options: task.options, provider, strict },
      model: await this.#modelOf(cell),
      qualities: await this.#qualitiesOf(cell, qualities),
      sets: await this.#setsOf(cell),
    };
    return printDigest(digestOf(canonicalJson(JSON.parse(JSON.stringify(content)))));
  }

  async #modelOf({ model, sets }: Cell): Promise<object> {
    if (model.model !== null) return { name: model.name, ...(await this.#describe(modelRequestOf(this.suite, model))) };
    const files = sets.map(({ name }) => model.features.get(name)!);
    const paths = files.flatMap(({ file, flipped, names }) =>
      [file, flipped, names].filter((path) => path !== undefined),
    );
    const asked = files.map(({ dim, flipped, names }) => [dim ?? null, flipped !== undefined, names !== undefined]);
    return { name: model.name, features: await this.contents.digestsOf(paths), asked };
  }

  async #qualitiesOf(cell: Cell, specs: readonly QualitySpec[]): Promise<object[]> {
    const models = new Map(requestsOf(cell, this.suite).map((request) => [request.model, request]));
    const described: object[] = [];
    for (const spec of specs) {
      const { text, file, preset, column, reversed } = spec;
      const isModel = file !== undefined && /\.onnx$/i.test(file);
      const made = isModel
        ? await this.#describe({
            ...(models.get(file) ?? modelRequestOf(this.suite, cell.model)),
            model: file,
            preset,
            card: undefined,
          })
        : file && (await this.contents.digestsOf(file.split("+")));
      described.push({ text, column, reversed, made });
    }
    return described;
  }

  async #setsOf({ task, model, sets }: Cell): Promise<object[]> {
    const identities: object[] = [];
    for (const set of sets) {
      const takes = takesOf(task, set);
      const features = model.features.get(set.name)?.file;
      const content =
        model.model === null
          ? await this.contents.listIdentityOf(takes, set, features!)
          : await this.contents.identityOf(takes, set);
      identities.push({ name: set.name, content });
    }
    return identities;
  }

  #describe(request: ModelRequest): Promise<Described> {
    const key = embeddingKey(request);
    const known = this.#described.get(key) ?? this.#describeAnew(request);
    this.#described.set(key, known);
    return known;
  }

  async #describeAnew(request: ModelRequest): Promise<Described> {
    const digest = await digestModel(request.model, async (paths) => {
      const digests = await this.contents.digestsOf(paths);
      return Buffer.concat(digests.map((text) => Buffer.from(text.replace("sha256:", ""), "hex")));
    });
    const card = await cardOf(request, this.io);
    const { resize } = request;
    return { digest: printDigest(digest), card: { ...card, resize: resize ?? false }, magnitude: card.magnitude };
  }
}

const isOwnLength = ({ name, file }: QualitySpec): boolean =>
  (name === "magnitude" || name === "unified") && file === undefined;
