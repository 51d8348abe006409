import { BlockList, isIP } from 'node:net';

/** Whether an address is in this list of addresses and CIDRs; false for what is no address. IPv4 written as IPv6 counts as IPv4. */
export function openAddressList(items: Iterable<string>): (address: string) => boolean {
  const list = new BlockList();
  for (const item of items) {
    const [net = '', bits] = item.split('/');
    if (bits === undefined) list.addAddress(net, familyOf(net));
    else list.addSubnet(net, Number(bits), familyOf(net));
  }
  return (address) => isIP(address) !== 0 && list.check(address, familyOf(address));
}

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');
