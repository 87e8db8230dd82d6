/**
 * What ONNX Runtime says went wrong, as one clause: without its source files, C++ signatures and line breaks.
 *
 * @param message an error's message from onnxruntime-node
 */
export function runtimeFault(message: string): string {
  const plain = message
    .replace(/\s+/g, " ")
    .replace(/^Load model from .*? failed: ?/, "")
    .replace(/^(This is an i|I)nvalid model\. /i, "")
    .replace(/^In Node, .*? , Error /, "")
    .replace(/\S+\.(cc|h|cpp):\d+ .*?(?:\bwas false\. |\) (?=[A-Z])|[A-Z]\w+ (?=[A-Z][a-z]+ ))/, "")
    .trim();
  const sentence = /^.*?[.!](?= [A-Z])/.exec(plain)?.[0] ?? plain;
  const short = sentence.length > 200 ? `${sentence.slice(0, 200)}...` : sentence;
  return short.replace(/[.\s]+$/, "");
}
