import { join } from "node:path";
import { prepareIjb, type IjbRequest } from "../../src/runs/ijb-preparation.js";

export const heads = "TEMPLATE_ID,SUBJECT_ID,FILENAME,SIGHTING_ID,FACE_X,FACE_Y,FACE_WIDTH,FACE_HEIGHT\n";

/** Two people in one gallery each, a probe of each, a probe frame that the first gallery has too. */
export const firstRelease = {
  "protocols/ijbc_1N_gallery_G1.csv": `${heads}1,10,img/5.jpg,900,1,2,30,40\n1,10,frames/7_01.png,901,3,4,50,60\n`,
  "protocols/ijbc_1N_gallery_G2.csv": `${heads}2,11,img/5.jpg,902,90,2,33,44\n`,
  "protocols/ijbc_1N_probe_mixed.csv":
    heads +
    "31,11,img/6.jpg,903,5,5,20,20\n30,10,frames/7_02.png,901,3,4,50,60\n30,10,frames/7_01.png,901,3,4,50,60\n" +
    '30,10,"img/8,9.jpg",904,-1,0.5,70,80\n',
  "protocols/ijbc_11_G1_G2_matches.csv": "1,30\n1,31\n2,30\n2,31\n",
};

/** A preparation into `protocol`/out, with the warnings it gave. */
export function prepare(protocol: string, more: Partial<IjbRequest> = {}) {
  const warnings: string[] = [];
  const io = { progress: { start() {}, step() {}, stop() {} }, warn: (text: string) => void warnings.push(text) };
  const request: IjbRequest = {
    ...{ set: "ijbc", protocol, out: join(protocol, "out"), signal: new AbortController().signal, io },
    ...more,
  };
  return prepareIjb(request).then((summary) => ({ ...summary, warnings }));
}
