import type { ServiceTable } from "../presets/preset.js";

// The strict table of the reference's standard resolver (Go SDK v2 1.0.73).

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Regions valid by name; others must have a region's form. */
export const listedRegions: readonly string[] = words(`
  ap-singapore-1 ap-southeast-1 ap-southeast-2 ap-southeast-3 byteplus-global cn-beijing cn-beijing-autodriving
  cn-beijing-selfdrive cn-beijing2 cn-beijing300 cn-changsha-sdv cn-chengdu cn-chengdu-sdv cn-chongqing-sdv cn-datong cn-east-1-dedicated cn-gaofang-bj cn-gaofang-gz1 cn-gaofang-nt1 cn-gaofang-nt2 cn-gaofang-nt3 cn-gaofang-nt4 cn-gaofang-nt5 cn-guangzhou cn-guilin-boe cn-hangzhou cn-hjxj cn-hjzg cn-hlbx cn-hlxj cn-hlzg cn-hongkong cn-hongkong-pop cn-lfbx cn-lfxj cn-lfzg cn-macau-pop-sdv cn-mainland cn-nanjing-bbit cn-ningbo-sdv
  cn-north-1 cn-north-1-dedicated cn-north-boe cn-shanghai cn-shanghai-autodriving cn-taiwan-boe cn-wuhan cn-wulanchabu cn-xian-boe-sdv overseas-1 rec-cn rec-sg
`);

/** Services with one host for all regions. */
const globalServices: readonly string[] = words(`
  account_management account_management_byteplus acep advdefence aiotvideo as_ops bandwidthquota billing cdn cen
  certificate_service commercialization coze cpaas cv dcdn dns eco_partner ecs_ops edx fw_center ga gtm iam
  kickart mcdn na nta organization orgnization private_zone psa_manager quota resource_share resourcecenter
  sec_agent sec_intelligent_dev seccenter smc speech_saas_prod tag tis translate vei_api vs waf
`);

/** Services with a host per region. */
const regionalServices: readonly string[] = words(`
  FileNAS Kafka Redis RocketMQ TLS Volc_Observe alb apig ark auto_scaling autoscaling bio bmq bytehouse
  bytehouse_ce clawsentry clb cloud_detect cloud_trail cloudidentity cloudmonitor cloudtrail configcenter cp cr
  dataleap dbw dc_controller directconnect dms dts ecs elasticmapreduce emr eps_platform_fund eps_platform_trade
  escloud filenas flink graph hbase kafka kms mcs metakms ml_platform mongodb natgateway privatelink rabbitmq
  rds_mssql rds_mysql rds_postgresql redis rocketmq spark sqs storage_ebs sts tos transitrouter vedbm
  veecp_openapi vefaas vefaas_dev vegame vepfs vke vmp vms vod volc_observe vpc vpn
`);

/** Every service of the strict table. */
export const standardServices: ServiceTable = Object.fromEntries([
  ...globalServices.map((service) => [service, "global"] as const),
  ...regionalServices.map((service) => [service, "regional"] as const),
]);
