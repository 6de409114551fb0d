import { Type } from 'typebox';
import { problems } from '../api/response-schemas.js';

export const Name = Type.String({ description: '1 to 128 characters' });

export const config = { access: { project: 'member' } } as const;
export const tags = ['saved'];
export const changeProblems = problems(400, 401, 403, 404, 409, 413, 415, 503);
export const removed = { description: 'It is removed', type: 'null' };
