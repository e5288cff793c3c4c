import { OssFailure } from "../oss-failure.js";

/** How far the time of a request may be off, in ms, either way. */
const ALLOWED_SKEW = 15 * 60_000;

/** Refuses a request whose time (ms) is too far from the server's. */
export function checkRequestTime(time: number, now: number): void {
  if (Math.abs(now - time) <= ALLOWED_SKEW) return;
  throw new OssFailure("RequestTimeTooSkewed", {
    details: {
      MaxAllowedSkewMilliseconds: String(ALLOWED_SKEW),
      RequestTime: new Date(time).toISOString(),
      ServerTime: new Date(now).toISOString(),
    },
  });
}

/** Refuses a signed URL outside its life: from `signedAt`, less the skew allowed, to `expiresAt` (both ms). */
export function checkUrlLifetime(signedAt: number, expiresAt: number, now: number, expiredEc: string): void {
  if (now < signedAt - ALLOWED_SKEW) {
    throw new OssFailure("AccessDenied", { message: "Request is not valid yet.", ec: "0002-00000235" });
  }
  if (now <= expiresAt) return;
  throw new OssFailure("AccessDenied", {
    message: "Request has expired.",
    ec: expiredEc,
    details: { Expires: new Date(expiresAt).toISOString(), ServerTime: new Date(now).toISOString() },
  });
}
