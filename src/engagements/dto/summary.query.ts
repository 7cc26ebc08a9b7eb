import { PickType } from '@nestjs/swagger';
import { ListEngagementsQuery } from './list-engagements.query.js';

export class SummaryQuery extends PickType(ListEngagementsQuery, ['createdBy']) {}
