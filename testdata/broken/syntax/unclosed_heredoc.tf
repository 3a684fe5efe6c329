locals {
  script = <<-EOT
    ${join(",", ["a"
    %{for x in [1, 2]}
