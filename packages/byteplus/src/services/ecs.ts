import type { CallOptions } from "../client/call.js";
import { requireFields } from "./require-fields.js";
import { typedCall, type Caller, type TypedResult } from "./service-call.js";

/** Input of {@link Ecs.describeRegions}. */
export interface DescribeRegionsInput {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
  readonly RegionIds?: readonly string[] | undefined;
}

/** Answer of {@link Ecs.describeRegions}. */
export interface DescribeRegionsResult {
  readonly NextToken?: string;
  readonly Regions: readonly { readonly RegionId: string }[];
}

/** Input of {@link Ecs.describeAvailableResource}. */
export interface DescribeAvailableResourceInput {
  /** E.g. `InstanceType`. */
  readonly DestinationResource: string;
  readonly InstanceTypeId?: string | undefined;
  readonly InstanceType?: string | undefined;
  readonly InstanceChargeType?: string | undefined;
  readonly SpotStrategy?: string | undefined;
  readonly VolumeType?: string | undefined;
  readonly ZoneId?: string | undefined;
  readonly ElasticScheduledInstanceType?: string | undefined;
}

/** Answer of {@link Ecs.describeAvailableResource}. */
export interface DescribeAvailableResourceResult {
  readonly AvailableZones?: readonly {
    readonly RegionId?: string;
    readonly ZoneId?: string;
    readonly Status?: string;
    readonly AvailableResources?: readonly {
      readonly Type?: string;
      readonly SupportedResources?: readonly { readonly Value?: string; readonly Status?: string }[];
    }[];
  }[];
}

/** Input of {@link Ecs.createKeyPair}. */
export interface CreateKeyPairInput {
  readonly KeyPairName: string;
  readonly Description?: string | undefined;
  readonly ProjectName?: string | undefined;
  readonly ClientToken?: string | undefined;
  readonly Tags?: readonly { readonly Key: string; readonly Value?: string | undefined }[] | undefined;
}

/** Answer of {@link Ecs.createKeyPair}. */
export interface CreateKeyPairResult {
  readonly KeyPairId: string;
  readonly KeyPairName: string;
  readonly FingerPrint: string;
  /** A secret: readable by name, absent from `inspect`, JSON and a spread. */
  readonly PrivateKey: string;
}

const api = { service: "ecs", version: "2020-04-01" } as const;

/** Typed calls of ECS. */
export class Ecs {
  readonly #client: Caller;

  constructor(client: Caller) {
    this.#client = client;
  }

  /** Lists regions. */
  describeRegions(
    input: DescribeRegionsInput = {},
    options: CallOptions = {},
  ): Promise<TypedResult<DescribeRegionsResult>> {
    return typedCall(this.#client, { ...api, action: "DescribeRegions" }, input, options);
  }

  /** Lists what can be bought where. Rejects with `BytePlusParamError` without `DestinationResource`. */
  async describeAvailableResource(
    input: DescribeAvailableResourceInput,
    options: CallOptions = {},
  ): Promise<TypedResult<DescribeAvailableResourceResult>> {
    requireFields("DescribeAvailableResourceInput", input, ["DestinationResource"]);
    return typedCall(this.#client, { ...api, action: "DescribeAvailableResource" }, input, options);
  }

  /** Makes a key pair; its private key is in this answer only. Rejects with `BytePlusParamError` for a tag without a key. */
  async createKeyPair(input: CreateKeyPairInput, options: CallOptions = {}): Promise<TypedResult<CreateKeyPairResult>> {
    requireFields("CreateKeyPairInput", input, ["KeyPairName"]);
    for (const [index, tag] of (input.Tags ?? []).entries()) {
      requireFields(`CreateKeyPairInput.Tags[${index}]`, tag, ["Key"]);
    }
    const answer = await typedCall<CreateKeyPairResult>(
      this.#client,
      { ...api, action: "CreateKeyPair" },
      input,
      options,
    );
    const { PrivateKey } = answer;
    Object.defineProperty(answer, "PrivateKey", { get: () => PrivateKey, enumerable: false });
    return answer;
  }
}
