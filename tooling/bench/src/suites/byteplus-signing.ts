import { signers } from "../byteplus/signers.js";
import { measure } from "../harness/measure.js";
import type { Suite } from "../harness/suite.js";

/** Signing a BytePlus request. Goals: at most 1.5 times the bare crypto, at least twice as fast as the vendor's signer. */
export const suite: Suite = {
  description: "signing a BytePlus request, against bare crypto and @volcengine/openapi",
  async run(report) {
    const results = await measure(signers(), { budget: 60, time: "cpu" });
    report.table(
      ["one POST with body and token, key derived each time", "ns", "against bare crypto"],
      results.map(({ name, nanoseconds, ratio }) => [name, nanoseconds, ratio]),
    );
  },
};
