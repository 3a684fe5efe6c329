module "pong" {
  source = "../pong"
}
