variable "asn" {
  type = number
}
