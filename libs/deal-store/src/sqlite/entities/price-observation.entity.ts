import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('price_observation', { withoutRowid: true })
export class PriceObservationEntity {
  @PrimaryColumn({ name: 'domain_id', type: 'integer' }) domainId!: number;
  @PrimaryColumn({ name: 'asin', type: 'text' }) asin!: string;
  @PrimaryColumn({ name: 'price_type', type: 'integer' }) priceType!: number;
  @PrimaryColumn({ name: 'at_ms', type: 'integer' }) atMs!: number;
  @Column({ name: 'value', type: 'integer', nullable: true }) value!: number | null;
}
