import { describe, expect, it } from "vitest";
import { resolveCloudBoxId } from "./cloud-box.js";
import { resolveEndpoint } from "./endpoint.js";
import type { EndpointOptions } from "./client-options.js";
import { requestUrl } from "./request-url.js";

/** The URL of an object, of its bucket and of the service. */
function urls(options: EndpointOptions, key = "K"): string[] {
  const endpoint = resolveEndpoint(options);
  const targets = [
    requestUrl(endpoint, "b-1", key),
    requestUrl(endpoint, "b-1", undefined),
    requestUrl(endpoint, undefined, undefined),
  ];
  return targets.map(({ host, path }) => `${endpoint.scheme}://${host}${path}`);
}

const region = "cn-hangzhou";

describe("3.1 host from region", () => {
  it.each<[string, EndpointOptions, string]>([
    ["none", {}, "https://oss-cn-hangzhou.aliyuncs.com/"],
    ["internal", { useInternalEndpoint: true }, "https://oss-cn-hangzhou-internal.aliyuncs.com/"],
    ["dual-stack", { useDualStackEndpoint: true }, "https://cn-hangzhou.oss.aliyuncs.com/"],
    ["accelerate", { useAccelerateEndpoint: true }, "https://oss-accelerate.aliyuncs.com/"],
    [
      "internal wins",
      { useInternalEndpoint: true, useDualStackEndpoint: true, useAccelerateEndpoint: true },
      "https://oss-cn-hangzhou-internal.aliyuncs.com/",
    ],
    [
      "dual-stack wins over accelerate",
      { useDualStackEndpoint: true, useAccelerateEndpoint: true },
      "https://cn-hangzhou.oss.aliyuncs.com/",
    ],
    ["disableSsl", { disableSsl: true }, "http://oss-cn-hangzhou.aliyuncs.com/"],
    [
      "overseas acceleration",
      { endpoint: "oss-accelerate-overseas.aliyuncs.com" },
      "https://oss-accelerate-overseas.aliyuncs.com/",
    ],
  ])("%s", (_name, options, expected) => {
    expect(urls({ region, ...options })[2]).toBe(expected);
  });

  it("has none without a valid region or an endpoint", () => {
    expect(() => resolveEndpoint({})).toThrow("invalid field, Endpoint.");
    expect(() => resolveEndpoint({ region: "CN_hangzhou" })).toThrow("invalid field, Endpoint.");
  });
});

describe("3.2 URL styles", () => {
  it.each<[string, EndpointOptions, string[]]>([
    [
      "virtual-hosted",
      { region },
      [
        "https://b-1.oss-cn-hangzhou.aliyuncs.com/K",
        "https://b-1.oss-cn-hangzhou.aliyuncs.com/",
        "https://oss-cn-hangzhou.aliyuncs.com/",
      ],
    ],
    [
      "path",
      { region, usePathStyle: true },
      [
        "https://oss-cn-hangzhou.aliyuncs.com/b-1/K",
        "https://oss-cn-hangzhou.aliyuncs.com/b-1/",
        "https://oss-cn-hangzhou.aliyuncs.com/",
      ],
    ],
    [
      "cname",
      { endpoint: "https://www.example.com", useCname: true },
      ["https://www.example.com/K", "https://www.example.com/", "https://www.example.com/"],
    ],
    [
      "cname wins over path",
      { endpoint: "www.example.com", useCname: true, usePathStyle: true },
      ["https://www.example.com/K", "https://www.example.com/", "https://www.example.com/"],
    ],
    [
      "IPv4 overrides CNAME",
      { endpoint: "http://10.0.0.8:3128", useCname: true },
      ["http://10.0.0.8:3128/b-1/K", "http://10.0.0.8:3128/b-1/", "http://10.0.0.8:3128/"],
    ],
    [
      "IPv6",
      { endpoint: "https://[fd00::1]" },
      ["https://[fd00::1]/b-1/K", "https://[fd00::1]/b-1/", "https://[fd00::1]/"],
    ],
    [
      "localhost stays virtual-hosted",
      { endpoint: "http://localhost:80" },
      ["http://b-1.localhost/K", "http://b-1.localhost/", "http://localhost/"],
    ],
    [
      "private domain",
      { endpoint: "https://service.corp.example.com" },
      [
        "https://b-1.service.corp.example.com/K",
        "https://b-1.service.corp.example.com/",
        "https://service.corp.example.com/",
      ],
    ],
    [
      "path and query are dropped",
      { endpoint: "https://x.example.com/base?y" },
      ["https://b-1.x.example.com/K", "https://b-1.x.example.com/", "https://x.example.com/"],
    ],
    [
      "government cloud",
      { region: "cn-north-2-gov-1", endpoint: "https://oss-cn-north-2-gov-1-internal.aliyuncs.com" },
      [
        "https://b-1.oss-cn-north-2-gov-1-internal.aliyuncs.com/K",
        "https://b-1.oss-cn-north-2-gov-1-internal.aliyuncs.com/",
        "https://oss-cn-north-2-gov-1-internal.aliyuncs.com/",
      ],
    ],
    [
      "endpoint wins over flags",
      { region, endpoint: "x.example.com", useInternalEndpoint: true },
      ["https://b-1.x.example.com/K", "https://b-1.x.example.com/", "https://x.example.com/"],
    ],
    [
      "an https endpoint stays https",
      { endpoint: "https://x.example.com", disableSsl: true },
      ["https://b-1.x.example.com/K", "https://b-1.x.example.com/", "https://x.example.com/"],
    ],
    [
      "disableSsl without a scheme",
      { endpoint: "x.example.com", disableSsl: true },
      ["http://b-1.x.example.com/K", "http://b-1.x.example.com/", "http://x.example.com/"],
    ],
    [
      "an internationalised host",
      { endpoint: "https://例え.example.com" },
      [
        "https://b-1.xn--r8jz45g.example.com/K",
        "https://b-1.xn--r8jz45g.example.com/",
        "https://xn--r8jz45g.example.com/",
      ],
    ],
  ])("%s", (_name, options, expected) => {
    expect(urls(options)).toEqual(expected);
  });

  it("keeps leading and doubled slashes and dot segments of a key", () => {
    expect(urls({ region }, "/a//b/")[0]).toBe("https://b-1.oss-cn-hangzhou.aliyuncs.com//a//b/");
    expect(urls({ region }, "../a/./..")[0]).toBe("https://b-1.oss-cn-hangzhou.aliyuncs.com/../a/./..");
  });

  it.each(["ftp://x.example.com", "https://user:password@x.example.com", "https://", "http://[fe80::1%eth0]"])(
    "refuses %s",
    (endpoint) => {
      expect(() => resolveEndpoint({ endpoint })).toThrow("invalid field, Endpoint.");
    },
  );
});

describe("3 cloud box", () => {
  const host = "cb-123.cn-hangzhou.oss-cloudbox.aliyuncs.com";

  it.each<[string, EndpointOptions, string, string | undefined]>([
    ["given", { cloudBoxId: "cb-9" }, "x.example.com", "cb-9"],
    ["detected", { enableAutoDetectCloudBoxId: true }, host, "cb-123"],
    ["detected with a port", { enableAutoDetectCloudBoxId: true }, `${host}:8080`, "cb-123"],
    ["the control domain", { enableAutoDetectCloudBoxId: true }, "cb-1.r.oss-cloudbox-control.aliyuncs.com", "cb-1"],
    ["not asked for", {}, host, undefined],
    ["too many labels", { enableAutoDetectCloudBoxId: true }, `a.${host}`, undefined],
    ["no box", { enableAutoDetectCloudBoxId: true }, "xx-1.r.oss-cloudbox.aliyuncs.com", undefined],
  ])("%s", (_name, options, name, expected) => {
    expect(resolveCloudBoxId(options, name)).toBe(expected);
  });
});
