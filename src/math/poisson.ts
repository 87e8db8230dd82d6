import { probit } from "./normal.js";

/** A Poisson draw from a uniform one in (0, 1); from a mean of 30 on by the normal distribution. */
export function poisson(mean: number, uniform: number): number {
  if (mean >= 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * probit(uniform)));
  let [value, share] = [0, Math.exp(-mean)];
  for (let sum = share; uniform > sum && value < 200; sum += share) share *= mean / ++value;
  return value;
}
