import type { XmlFields } from "../../xml/write-xml.js";

/** The endpoints of a region, as XML shows them. They name the real service; the emulator listens elsewhere. */
export function endpointsXml(region: string): XmlFields {
  return {
    ExtranetEndpoint: `oss-${region}.aliyuncs.com`,
    IntranetEndpoint: `oss-${region}-internal.aliyuncs.com`,
  };
}
