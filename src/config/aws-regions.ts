/**
 * The regions that AWS has, by what stands before their number. Source: the endpoints of the AWS SDK, which a test holds
 * this against at each upgrade.
 */
const numbers: Readonly<Record<string, number>> = {
  'af-south': 1,
  'ap-east': 2,
  'ap-northeast': 3,
  'ap-south': 2,
  'ap-southeast': 7,
  'ca-central': 1,
  'ca-west': 1,
  'cn-north': 1,
  'cn-northwest': 1,
  'eu-central': 2,
  'eu-isoe-west': 1,
  'eu-north': 1,
  'eu-south': 2,
  'eu-west': 3,
  'eusc-de-east': 1,
  'il-central': 1,
  'me-central': 1,
  'me-south': 1,
  'me-west': 1,
  'mx-central': 1,
  'sa-east': 1,
  'sa-west': 1,
  'us-east': 2,
  'us-gov-east': 1,
  'us-gov-west': 1,
  'us-iso-east': 1,
  'us-iso-west': 1,
  'us-isob-east': 1,
  'us-isob-west': 1,
  'us-isof-east': 1,
  'us-isof-south': 1,
  'us-west': 2,
};

export const awsRegions: ReadonlySet<string> = new Set(
  Object.entries(numbers).flatMap(([place, count]) =>
    Array.from({ length: count }, (_, index) => `${place}-${index + 1}`),
  ),
);
