import { platform } from "node:os";
import { UserError } from "../errors.js";
import { listFolder, isFolder } from "../host/files.js";
import { ProviderFault, type Provider } from "./network.js";
import { leastAgreement, leastCosine, trial, type Trial } from "./provider-trial.js";
import { openSession, type Session, type SessionRequest } from "./session.js";

/** GPU providers that auto tries, best first. TensorRT is not among them: it builds engines for minutes before its first image. */
const candidates: Partial<Record<NodeJS.Platform, readonly Provider[]>> = {
  linux: ["cuda", "webgpu"],
  win32: ["cuda", "dml", "webgpu"],
  darwin: ["coreml", "webgpu"],
};

/** GPU providers that auto tries on this system, best first. */
export const autoProviders = (): readonly Provider[] => candidates[platform()] ?? [];

/** GPU providers that ONNX Runtime has for this system, those that auto tries first. */
export const gpuProviders = (): readonly Provider[] =>
  platform() === "darwin" ? autoProviders() : [...autoProviders(), "tensorrt"];

/** What each provider needs of the machine. */
export const installHints: Record<Exclude<Provider, "cpu">, string> = {
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
  for (const provider of autoProviders()) {
    if (provider === "webgpu" && !hasDevice(provider)) {
      request.detail("webgpu: passed over, this machine has no graphics device");
      continue;
    }
    const gpu = await openSession({ ...request, provider }).catch((error: unknown) => {
      request.detail(`${provider}: passed over, ${(error as Error).message}`);
      return null;
    });
    if (!gpu) continue;
    reference ??= await trial(cpu, request, trialRows);
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

/**
 * Whether there is a device that a provider could run on, as far as the system tells: Linux names them among its devices.
 * Asking Vulkan would print its complaints on the terminal, and it may crash.
 */
export function hasDevice(provider: Provider): boolean {
  if (platform() !== "linux" || provider === "cpu") return true;
  const devices = (folder: string, name: RegExp): boolean =>
    isFolder(folder) && listFolder(folder).some((entry) => name.test(entry.name));
  const nvidia = devices("/dev", /^(nvidia\d+|dxg)$/);
  return nvidia || (provider === "webgpu" && devices("/dev/dri", /^renderD/));
}

const trialRows = 4;

/** Why a provider does not stand in for the CPU, or null where it does. */
async function disagreement(gpu: Session, reference: Trial, request: ProviderRequest): Promise<string | null> {
  try {
    const own = await trial(gpu, request, trialRows);
    const cosine = leastCosine(own.rows, reference.rows);
    if (!(cosine > leastAgreement)) return `its embeddings differ from the CPU's (cosine ${cosine.toFixed(4)})`;
    if (own.milliseconds <= reference.milliseconds) return null;
    return `slower than the CPU (${own.milliseconds.toFixed(1)} ms against ${reference.milliseconds.toFixed(1)})`;
  } catch (error) {
    return (error as Error).message;
  }
}
