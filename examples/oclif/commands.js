import { Args, Command, Flags } from '@oclif/core';
import { telemetry } from './telemetry.js';

class Light extends Command {
  static description = 'light the lantern of a room';
  static args = { room: Args.string({ required: true, description: 'which room' }) };
  static flags = {
    oil: Flags.string({
      options: ['olive', 'whale'],
      default: 'olive',
      description: 'what it burns',
    }),
  };

  async run() {
    const { args, flags } = await this.parse(Light);
    if (args.room === 'attic') throw new RangeError('there is no lantern in the attic');
    telemetry.track('Lantern Lit', { oil: flags.oil });
    this.log(`The ${args.room} is lit.`);
  }
}

export const commands = { light: Light };
