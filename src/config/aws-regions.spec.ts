import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { awsRegions } from './aws-regions.js';

it('are those of the AWS SDK', () => {
  const partitions = readFileSync(
    'node_modules/@aws-sdk/core/dist-es/submodules/client/util-endpoints/lib/aws/partitions.js',
    'utf8',
  );
  const known = new Set(partitions.match(/(?<=")(?!aws-)[a-z]+(?:-[a-z]+)+-\d(?=")/g));

  expect([...awsRegions].toSorted()).toEqual([...known].toSorted());
});
