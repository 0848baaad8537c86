// A stylesheet is imported as its text: the server puts it into the script.
declare module "*.css" {
  const text: string;
  export default text;
}
