import { StaticCredentialsProvider, type OssClientOptions } from "@credport/oss";

const credentialsProvider = new StaticCredentialsProvider("yourAccessKeyId", "yourAccessKeySecret");
const common = { region: "cn-hangzhou", credentialsProvider };

export const configurations = {
  "custom domain": { ...common, endpoint: "https://www.example.com", useCname: true },
  timeouts: { ...common, connectTimeout: 10_000, readWriteTimeout: 30_000 },
  retries: { ...common, retryMaxAttempts: 5 },
  "plain http": { ...common, disableSsl: true },
  proxy: { ...common, userAgent: "my-app/1.0", proxyHost: "http://user:password@proxy.example.com" },
  internal: { ...common, useInternalEndpoint: true },
  accelerated: { ...common, useAccelerateEndpoint: true },
  "private domain": { ...common, endpoint: "https://service.corp.example.com" },
  government: { ...common, region: "cn-north-2-gov-1", endpoint: "https://oss-cn-north-2-gov-1-internal.aliyuncs.com" },
  "cloud box": {
    credentialsProvider,
    endpoint: "http://cb-123.cn-hangzhou.oss-cloudbox.aliyuncs.com",
    enableAutoDetectCloudBoxId: true,
  },
  "cloud box, given": {
    credentialsProvider,
    endpoint: "http://cb-123.cn-hangzhou.oss-cloudbox.aliyuncs.com",
    cloudBoxId: "cb-123",
  },
  connections: {
    ...common,
    idleConnectionTimeout: 40_000,
    keepAliveTimeout: 40_000,
    maxConnections: 200,
    enabledRedirect: true,
    expectContinueTimeout: 2_000,
    tls: { minVersion: "TLSv1.3" },
  },
} satisfies Record<string, OssClientOptions>;
