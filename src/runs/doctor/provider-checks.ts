import type { ModelCard } from "../../embed/card.js";
import type { Provider } from "../../embed/network.js";
import { leastAgreement } from "../../embed/provider-trial.js";
import { autoProviders, gpuProviders, hasDevice, installHints } from "../../embed/providers.js";
import { coreCount } from "../../host/pool.js";
import type { Check } from "../../report/checkup.js";
import { fail, none, ok, warn, type Aside, type Said } from "./check.js";
import type { ProviderAnswer, ProviderTask } from "./provider-worker.js";

const group = "providers";
/** Lengths of an embedding; half-precision arithmetic stays far below. */
const largestDifference = 0.05;
/** A large model on few cores, and TensorRT, which builds its engine first. */
const seconds = 240;

/** What runs the networks: each provider is tried with a model, one after another, since they are timed. */
export async function providerChecks(
  model: { readonly path: string; readonly name: string; readonly card: ModelCard },
  aside: Aside,
): Promise<Check[]> {
  const { path, card } = model;
  const attempt = async (provider: Provider) => {
    const task = { model: path, card, provider, threads: coreCount() };
    return aside<ProviderTask, ProviderAnswer>("provider", task, seconds);
  };
  const cpu = await attempt("cpu");
  if ("fault" in cpu) {
    const remedy = "install again for this machine: npm ci; node_modules of another system hold other libraries";
    return [{ group, name: "cpu", ...fail(cpu.fault, remedy) }];
  }
  const checks: Check[] = [
    { group, name: "ONNX Runtime", ...ok(`onnxruntime-node ${cpu.answer.runtime}`) },
    { group, name: "cpu", ...judgeProvider("cpu", cpu, true, model.name) },
  ];
  const working = new Map<Provider, number>();
  for (const provider of gpuProviders()) {
    const outcome = await attempt(provider);
    const said = judgeProvider(provider, outcome, hasDevice(provider), model.name);
    checks.push({ group, name: provider, ...said });
    if ("answer" in outcome && said.verdict === "ok") working.set(provider, outcome.answer.perSecond);
  }
  const taken = autoProviders().find((provider) => (working.get(provider) ?? 0) >= cpu.answer.perSecond) ?? "cpu";
  return [...checks, { group, name: "auto", ...ok(`--provider auto would take ${taken} for ${model.name}`) }];
}

/** @param device whether the machine has what the provider runs on: then it is missed */
export function judgeProvider(
  provider: Provider,
  outcome: { readonly answer: ProviderAnswer } | { readonly fault: string },
  device: boolean,
  model: string,
): Said {
  if ("fault" in outcome) {
    if (!device) return none("not here: this machine shows no device for it");
    return warn(`does not start: ${outcome.fault}`, provider === "cpu" ? undefined : installHints[provider]);
  }
  const { whole, batch, perSecond, cosine, difference } = outcome.answer;
  const speed = `${printSpeed(perSecond)} images/s (${model}, ${batch} a run)`;
  if (provider === "cpu") return Number.isFinite(cosine) ? ok(speed) : fail(`${model} gives no numbers`);
  if (!(cosine > leastAgreement) || !(difference < largestDifference)) {
    const says = `its embeddings are not the CPU's: cosine ${cosine.toFixed(4)}, ${printShare(difference)} of their length apart`;
    return warn(says, `don't use --provider ${provider} here; a newer driver may help`);
  }
  const rest = whole ? "" : "; some operators run on the CPU";
  return ok(`${speed}, within ${printShare(difference)} of the CPU's embeddings${rest}`);
}

const printSpeed = (perSecond: number): string => perSecond.toLocaleString("en-US", { maximumSignificantDigits: 3 });
const printShare = (share: number): string => share.toExponential(0).replace("e+0", "");
