import { platform } from "node:os";
import { UserError } from "../errors.js";
import { listFolder, isFolder, statOf } from "../host/files.js";
import { dot, rowsOf } from "../math/dot.js";
import { noiseRows } from "./noise.js";
import { ProviderFault, type Provider } from "./network.js";
import { openSession, type Rows, type Session, type SessionRequest } from "./session.js";

/** GPU providers that auto tries, best first. TensorRT is not among them: it builds engines for minutes before its first image. */
const candidates: Partial<Record<NodeJS.Platform, readonly Provider[]>> = {
  linux: ["cuda", "webgpu"],
  win32: ["cuda", "dml", "webgpu"],
  darwin: ["coreml", "webgpu"],
};

const installHints: Record<Exclude<Provider, "cpu">, string> = {
  cuda: "it needs an NVIDIA GPU, CUDA 12 with cuDNN 9, and ONNX Runtime's CUDA files (npm rebuild onnxruntime-node --ignore-scripts=false)",
  tensorrt: "it needs TensorRT 10 besides all that cuda needs (npm rebuild onnxruntime-node --ignore-scripts=false)",
  webgpu:
    "it needs a GPU with a Vulkan, Direct3D 12 or Metal driver (on Linux the package libvulkan1 and the GPU's Vulkan driver)",
  dml: "DirectML is part of Windows",
  coreml: "Core ML is part of macOS",
};

/** What a session is opened with, where the provider may be left to this machine. */
export interface ProviderRequest extends Omit<SessionRequest, "provider"> {
  readonly provider: Provider | "auto";
  /** Told why a provider was passed over. */
  readonly detail: (text: string) => void;
  readonly now: () => number;
}

/**
 * Opens a model on the provider asked for; `auto` takes the first GPU provider that starts, agrees with the CPU and is
 * no slower than it (a software Vulkan driver starts and agrees), else the CPU.
 *
 * @throws UserError when the model is at fault, or the provider that was named can't be used: why, and what it needs
 */
export async function openProvider(request: ProviderRequest): Promise<Session> {
  const { provider } = request;
  if (provider === "auto") return openFastest(request);
  try {
    return told(request, await openSession({ ...request, provider }));
  } catch (error) {
    if (!(error instanceof ProviderFault)) throw error;
    // A model that the CPU refuses as well is what the user must mend first.
    await (await openSession({ ...request, provider: "cpu" })).close();
    const hint = provider === "cpu" ? "" : `; ${installHints[provider]}`;
    throw new UserError(`provider "${provider}" can't be used here: ${error.message}${hint}`);
  }
}

function told(request: ProviderRequest, session: Session): Session {
  if (!session.whole) request.detail(`${session.provider}: some of the model's operators run on the CPU`);
  return session;
}

async function openFastest(request: ProviderRequest): Promise<Session> {
  const cpu = await openSession({ ...request, provider: "cpu" });
  let reference: Trial | null = null;
  for (const provider of candidates[platform()] ?? []) {
    if (provider === "webgpu" && !hasGraphicsDevice()) {
      request.detail("webgpu: passed over, this machine has no graphics device");
      continue;
    }
    const gpu = await openSession({ ...request, provider }).catch((error: unknown) => {
      request.detail(`${provider}: passed over, ${(error as Error).message}`);
      return null;
    });
    if (!gpu) continue;
    reference ??= await trial(cpu, request);
    const fault = await disagreement(gpu, reference, request);
    if (fault === null) {
      await cpu.close();
      return told(request, gpu);
    }
    request.detail(`${provider}: passed over, ${fault}`);
    await gpu.close();
  }
  return cpu;
}

/** Linux names graphics devices here. Asking Vulkan would print its complaints on the terminal, and it may crash. */
function hasGraphicsDevice(): boolean {
  if (platform() !== "linux") return true;
  const cards = isFolder("/dev/dri") && listFolder("/dev/dri").some(({ name }) => name.startsWith("renderD"));
  return cards || statOf("/dev/nvidia0") !== null || statOf("/dev/dxg") !== null;
}

/** Embeddings of some noise, and the least time they took. */
interface Trial {
  readonly rows: Rows;
  readonly milliseconds: number;
}

const trialRows = 4;

async function trial(session: Session, { card, now }: ProviderRequest): Promise<Trial> {
  const count = session.plan.batch ?? trialRows;
  const noise = noiseRows(card, count);
  const rows = await session.run(noise, count);
  let milliseconds = Infinity;
  for (let round = 0; round < 2; round++) {
    const began = now();
    await session.run(noise, count);
    milliseconds = Math.min(milliseconds, now() - began);
  }
  return { rows, milliseconds };
}

/** Why a provider does not stand in for the CPU, or null where it does. */
async function disagreement(gpu: Session, reference: Trial, request: ProviderRequest): Promise<string | null> {
  try {
    const own = await trial(gpu, request);
    const cosine = leastCosine(own.rows, reference.rows);
    if (!(cosine > 0.999)) return `its embeddings differ from the CPU's (cosine ${cosine.toFixed(4)})`;
    if (own.milliseconds <= reference.milliseconds) return null;
    return `slower than the CPU (${own.milliseconds.toFixed(1)} ms against ${reference.milliseconds.toFixed(1)})`;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Least cosine of corresponding rows; NaN where one is not finite or zero. */
function leastCosine(a: Rows, b: Rows): number {
  if (a.dim !== b.dim) return NaN;
  const both = new Float32Array(2 * a.values.length);
  both.set(a.values);
  both.set(b.values, a.values.length);
  const rows = rowsOf(both, a.dim);
  const cosines = Array.from({ length: a.count }, (_, i) => {
    const other = a.count + i;
    return dot(rows, i, other) / Math.sqrt(dot(rows, i, i) * dot(rows, other, other));
  });
  return cosines.some(Number.isNaN) ? NaN : Math.min(...cosines);
}
