import { describe, expect, test } from "vitest";
import { readGraph, withOutput } from "../../../src/embed/onnx-graph.js";
import { openSession } from "../../../src/embed/session.js";
import { linearModel, linearWeights, onnxModel } from "../../onnx-models.js";
import { scratch, smallCard } from "./scratch.js";

const pixels = Float32Array.from({ length: 96 }, (_, i) => (i * 37) % 256);

describe("a model's graph", () => {
  test("tells what goes in and comes out, weights that are listed as inputs aside", () => {
    const { write } = scratch();
    const values = linearWeights({});
    const bytes = onnxModel({
      inputs: [
        { name: "input", shape: ["n", 3, 4, 4], type: "uint8" },
        { name: "w", shape: [8, 48] },
      ],
      outputs: [{ name: "embedding", shape: ["n", 8], type: "float16" }],
      weights: [{ name: "w", shape: [8, 48], values }],
      nodes: [{ op: "Gemm", inputs: ["input", "w"], outputs: ["embedding"] }],
    });
    const { inputs, outputs, graph } = readGraph(write("m.onnx", bytes));
    expect(inputs).toEqual([{ name: "input", type: "uint8", shape: ["n", 3, 4, 4] }]);
    expect(outputs).toEqual([{ name: "embedding", type: "float16", shape: ["n", 8] }]);
    expect(graph.initializer[0].rawData).toEqual(Buffer.from(values.buffer));
  });

  test.each([
    ["cut short", linearModel().subarray(0, 300)],
    ["nothing of the kind", Buffer.from("no model at all")],
    ["no graph", Buffer.from([8, 7])],
  ])("one line for a file that is none: %s", (_, bytes) => {
    const { dir, write } = scratch();
    const path = write("m.onnx", bytes);
    expect(() => readGraph(path)).toThrow(/^[^\n]+m\.onnx: not an ONNX model[^\n]+$/);
    expect(dir).not.toBe("");
  });
});

describe("a tensor inside the network", () => {
  test("is given out in place of the embedding", async () => {
    const { write } = scratch();
    const model = write("m.onnx", linearModel());
    const session = await openSession({ model, card: smallCard(), provider: "cpu", threads: 1, inner: "flat" });
    const { dim, values, quality } = await session.run(pixels, 2);
    await session.close();
    expect([dim, quality, session.plan.embedding]).toEqual([48, null, "flat"]);
    expect(values).toEqual(pixels);
  });

  test("costs a few bytes behind the file's own, which stay as they are", () => {
    const { write } = scratch();
    const bytes = linearModel();
    const more = withOutput(readGraph(write("m.onnx", bytes)), "flat")!;
    expect(Buffer.compare(more.subarray(0, bytes.length), bytes)).toBe(0);
    expect(more.length - bytes.length).toBeLessThan(20);
  });

  test("that is an output already leaves the file as it is", () => {
    const { write } = scratch();
    expect(withOutput(readGraph(write("m.onnx", linearModel())), "embedding")).toBeNull();
  });

  test("that is not there is one line with the outputs", () => {
    const { write } = scratch();
    const graph = readGraph(write("m.onnx", linearModel()));
    expect(() => withOutput(graph, "embeding")).toThrow(
      /m\.onnx: no output "embeding"; did you mean "embedding"\?; it has embedding \(batchx8\)$/,
    );
  });

  test("comes out of a network whose weights lie in another file", async () => {
    const { write } = scratch();
    const values = linearWeights({});
    write("w.bin", new Uint8Array(values.buffer));
    const bytes = onnxModel({
      inputs: [{ name: "input", shape: ["n", 3, 4, 4] }],
      outputs: [{ name: "embedding", shape: ["n", 8] }],
      weights: [{ name: "w", shape: [8, 48], values, external: "w.bin" }],
      nodes: [
        { op: "Flatten", inputs: ["input"], outputs: ["flat"], attributes: { axis: 1 } },
        { op: "Gemm", inputs: ["flat", "w"], outputs: ["y"], attributes: { transB: 1 } },
        { op: "Neg", inputs: ["y"], outputs: ["embedding"] },
      ],
    });
    const model = write("m.onnx", bytes);
    const open = (inner?: string) => openSession({ model, card: smallCard(), provider: "cpu", threads: 1, inner });
    const [whole, inside] = [await open(), await open("y")];
    const { values: embedding } = await whole.run(pixels, 2);
    expect((await inside.run(pixels, 2)).values).toEqual(embedding.map((value) => -value));
    await Promise.all([whole.close(), inside.close()]);
  });
});
