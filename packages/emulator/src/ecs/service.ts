import { createApiService, type ApiCall } from "../alibaba/api-service.js";
import { invalidParameter } from "../alibaba/api-failures.js";
import type { EmulatorService, ServiceContext } from "../services/service.js";
import type { XmlFields } from "../xml/write-xml.js";

const languages = ["zh-CN", "en-US"] as const;

/** A few of the regions there are, by the name each language gives them. */
const regions: readonly {
  readonly id: string;
  readonly names: Readonly<Record<(typeof languages)[number], string>>;
}[] = [
  { id: "cn-hangzhou", names: { "zh-CN": "华东1（杭州）", "en-US": "China (Hangzhou)" } },
  { id: "cn-beijing", names: { "zh-CN": "华北2（北京）", "en-US": "China (Beijing)" } },
  { id: "ap-southeast-1", names: { "zh-CN": "新加坡", "en-US": "Singapore" } },
];

/** Alibaba Cloud ECS: the operations that need nothing but a caller. */
export function createService(context: ServiceContext): EmulatorService {
  return createApiService(context, { DescribeRegions: { version: "2014-05-26", run: describeRegions } });
}

function describeRegions({ parameters }: ApiCall): XmlFields {
  const wanted = parameters.get("AcceptLanguage") || "zh-CN";
  const language = languages.find((known) => known === wanted);
  if (language === undefined) throw invalidParameter("AcceptLanguage", `The language "${wanted}" is not supported.`);
  const list = regions.map(({ id, names }) => ({
    RegionId: id,
    LocalName: names[language],
    RegionEndpoint: `ecs.${id}.aliyuncs.com`,
  }));
  return { Regions: { Region: list } };
}
